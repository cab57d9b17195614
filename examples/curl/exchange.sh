#!/usr/bin/env bash
# One signed exchange by REST and by SOAP 1.2 with nothing but bash, curl and openssl, step by step.
# Ends with a non-zero status at the first answer that is not the one the standard calls for.
set -euo pipefail
cd "$(dirname "$0")"

: "${TONGGUI_EXCHANGE:?set it, see ../README.md}" "${TONGGUI_APPID:?}" "${TONGGUI_SECRET:?}"
profile=${TONGGUI_PROFILE:-SM4}
standard=${TONGGUI_STANDARD:-s1}
wsdl=${TONGGUI_WSDL:-$TONGGUI_EXCHANGE?wsdl}

fail() {
  printf 'failed: %s\n' "$1" >&2
  exit 1
}

# The WSDL says in which namespace the operation lives.
namespace=$(curl --silent --show-error --fail "$wsdl" | grep -oE 'targetNamespace="[^"]+"' | sed -n '1s/.*"\(.*\)"/\1/p')
[[ $namespace ]] || fail "no WSDL at $wsdl"

# --- signing ---------------------------------------------------------------------------------------------

# A secret of 32 hex digits stands for 16 bytes; any other has exactly 16 ASCII characters.
key_hex() {
  if [[ $TONGGUI_SECRET =~ ^[0-9a-fA-F]{32}$ ]]; then
    printf %s "$TONGGUI_SECRET"
  else
    printf %s "$TONGGUI_SECRET" | od -An -v -tx1 | tr -d ' \n'
  fi
}

# Digests standard input to upper-case hex. openssl sees the key in its arguments, so on a machine with
# other users prefer one of the other examples.
digest() {
  case $profile in
    MD5) openssl dgst -md5 -binary ;;
    SM4) openssl enc -sm4-ecb -nosalt -K "$(key_hex)" ;;
    SM4-SM3) openssl dgst -sm3 -binary | openssl enc -sm4-ecb -nosalt -K "$(key_hex)" ;;
    HMAC-SM3) openssl dgst -sm3 -mac HMAC -macopt "hexkey:$(key_hex)" -binary ;;
    *) fail "this example does not sign by $profile" ;;
  esac | od -An -v -tx1 | tr -d ' \n' | tr a-f A-F
}

sign_request() { # busicode action busilist random
  printf 'appid=%s&busicode=%s&action=%s&busilist=%s&random=%s&key=%s' \
    "$TONGGUI_APPID" "$1" "$2" "$3" "$4" "$TONGGUI_SECRET" | digest
}

# S1 signs appid, busicode, datalist and random of its answers; S2 the last two.
sign_answer() { # busicode datalist random
  if [[ $standard == s1 ]]; then printf 'appid=%s&busicode=%s&' "$TONGGUI_APPID" "$1"; fi |
    cat - <(printf 'datalist=%s&random=%s&key=%s' "$2" "$3" "$TONGGUI_SECRET") | digest
}

# --- the two wires: each prints the answer's body --------------------------------------------------------

post() { # media type; the body on standard input
  curl --silent --show-error --max-time 60 --header "content-type: $1; charset=utf-8" \
    --data-binary @- "$TONGGUI_EXCHANGE"
}

# In a REST body busilist stands as JSON, and what is signed is its text without insignificant white space.
send_rest() { # busicode action busilist random sign
  printf '{"appid":"%s","busicode":"%s","action":"%s","busilist":%s,"random":"%s","sign":"%s"}' \
    "$TONGGUI_APPID" "$1" "$2" "$3" "$4" "$5" | post application/json
}

escape_xml() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }
unescape_xml() { sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#13;/\r/g; s/&amp;/\&/g'; }

send_soap() { # busicode action busilist random sign
  {
    printf '<?xml version="1.0" encoding="UTF-8"?>'
    printf '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>'
    printf '<exchange xmlns="%s"><appid>%s</appid>' "$namespace" "$TONGGUI_APPID"
    printf '<busicode>%s</busicode><action>%s</action><busilist>' "$1" "$2"
    printf %s "$3" | escape_xml
    printf '</busilist><random>%s</random><sign>%s</sign></exchange>' "$4" "$5"
    printf '</soap:Body></soap:Envelope>'
  } | post application/soap+xml
}

# --- reading answers -------------------------------------------------------------------------------------

# The exact text of a member of the answer, because that text is what is signed.
member() { # wire name; the answer on standard input
  if [[ $1 == rest && $2 == datalist ]]; then
    sed -nE 's/^.*"datalist":(\{.*\}),"random":"[^"]*".*$/\1/p'
  elif [[ $1 == rest ]]; then
    sed -nE "s/^.*\"$2\":\"([^\"]*)\".*$/\1/p"
  else
    sed -nE "s/^.*<([A-Za-z0-9]+:)?$2(>| [^>]*>)([^<]*)<.*$/\3/p" | unescape_xml
  fi
}

# Sends one signed request, proves the answer's sign and prints its datalist.
exchange() { # wire busicode action busilist random
  local sign answer datalist random
  sign=$(sign_request "$2" "$3" "$4" "$5")
  answer=$("send_$1" "$2" "$3" "$4" "$5" "$sign")
  datalist=$(member "$1" datalist <<< "$answer")
  random=$(member "$1" random <<< "$answer")
  [[ $random == "$5" ]] || fail "the answer belongs to another request: $answer"
  [[ $(sign_answer "$2" "$datalist" "$random") == "$(member "$1" sign <<< "$answer")" ]] ||
    fail "the sign of the answer is wrong: $answer"
  printf %s "$datalist"
}

# --- the walk --------------------------------------------------------------------------------------------

# The standards' own samples (../samples), on one line; KEY is replaced by the primary key of each record.
case $standard in
  s1)
    busicode=120101 key=equipmentCode prefix=3110320000
    template='{"equipmentCode":"KEY","equipmentCategory":"电梯","equipmentClass":"曳引与强制驱动电梯","equipmentVariety":"曳引驱动乘客电梯","equipmentName":"乘客电梯","productNumber":"TG2024-0001","manufacturerName":"示例电梯制造有限公司","manufactureDate":"2024-03-15","useUnitName":"示例物业服务有限公司","useAddress":"示例市示例区示例路1号 <甲&乙> \"㐂𠮷\" 座","registrationCertNo":"梯11苏A00001(24)","equipmentStatus":"在用","regionCode":"320000","updateTime":"2025-09-01 08:00:00"}'
    ;;
  s2)
    busicode=003 key=registrationCertNo prefix=梯11苏
    template='{"registrationCertNo":"KEY","registrationMethod":"按台（套）登记","equipmentCode":"31103200002024000001","equipmentCategory":"电梯","equipmentVariety":"曳引驱动乘客电梯","equipmentName":"乘客电梯","productNumber":"TG2024-0001","useUnitName":"示例物业服务有限公司","useUnitCreditCode":"91000000FAKE000002","useAddress":"示例市示例区示例路1号 <甲&乙> \"㐂𠮷\" 座","registrationType":"新设备首次启用","registrationAuthority":"示例市市场监督管理局","registrationDate":"2024-06-10","equipmentStatus":"在用","regionCode":"320000","updateTime":"2025-09-01 08:00:00"}'
    ;;
esac
# Keys of this run: the last ten digits are six of the run and four of the record.
prefix+=$(printf '%06d' $(((RANDOM * 32768 + RANDOM) % 1000000)))

new_random() { cat /proc/sys/kernel/random/uuid; }

expect() { # text, and what it must hold
  [[ $1 == *"$2"* ]] || fail "expected $2 in $1"
}

walk() { # wire, first number of its records (0 or 5000, so that two wires never share a key)
  local wire=$1 first=$2 random record criteria added answer many=
  told() { printf 'ok  %s  %s\n' "$wire" "$1"; }
  record=${template/KEY/$prefix$(printf '%04d' "$first")}
  criteria=$(printf '[{"%s":"%s%04d"}]' "$key" "$prefix" "$first")

  random=$(new_random)
  added=$(exchange "$wire" "$busicode" 01 "[$record]" "$random")
  expect "$added" '"created":1,'
  told 'added a record with Chinese text'

  answer=$(exchange "$wire" "$busicode" 04 "$criteria" "$(new_random)")
  expect "$answer" '"result":"0001"'
  expect "$answer" "\"busilist\":[$record]"
  told 'found it by its key, unchanged, and the answer is signed'

  answer=$(exchange "$wire" "$busicode" 01 "[${record/\"电梯\"/\"叉车\"}]" "$(new_random)")
  expect "$answer" '"result":"0000"'
  expect "$answer" '"code":"RULES_FAILED"'
  told 'a record against the rules was refused'

  answer=$("send_$wire" "$busicode" 01 "[$record]" "$(new_random)" 00000000000000000000000000000000)
  expect "$answer" SIGN_MISMATCH
  told 'a wrong sign was refused'

  answer=$(exchange "$wire" "$busicode" 01 "[$record]" "$random")
  [[ $answer == "$added" ]] || fail "expected $added again, but got $answer"
  told 'the same message again got the same answer'

  for number in $(seq -f '%04g' $((first + 1)) $((first + 2000))); do
    many+=${template/KEY/$prefix$number},
  done
  expect "$(exchange "$wire" "$busicode" 01 "[${many%,}]" "$(new_random)")" '"created":2000,'
  told 'added 2,000 records in one exchange'
}

walk rest 0
walk soap 5000
