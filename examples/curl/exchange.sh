#!/usr/bin/env bash
# One signed exchange by REST and by SOAP 1.2 with nothing but bash, curl and openssl, step by step.
# Ends with a non-zero status at the first answer that is not the one the standard calls for.
set -euo pipefail
cd "$(dirname "$0")"

: "${TONGGUI_EXCHANGE:?set it, see ../README.md}" "${TONGGUI_APPID:?}" "${TONGGUI_SECRET:?}"
profile=${TONGGUI_PROFILE:-MD5}
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
    sed -E 's/^.*"datalist":(\{.*\}),"random":"[^"]*".*$/\1/'
  elif [[ $1 == rest ]]; then
    sed -E "s/^.*\"$2\":\"([^\"]*)\".*$/\1/"
  else
    sed -E "s/^.*<([A-Za-z0-9]+:)?$2(>| [^>]*>)([^<]*)<.*$/\3/" | unescape_xml
  fi
}

# Sends one signed request, proves the answer's sign and prints its datalist.
exchange() { # wire busicode action busilist random [sign]
  local sign=${6:-$(sign_request "$2" "$3" "$4" "$5")} answer datalist random
  answer=$("send_$1" "$2" "$3" "$4" "$5" "$sign")
  datalist=$(member "$1" datalist <<< "$answer")
  random=$(member "$1" random <<< "$answer")
  [[ $random == "$5" ]] || fail "the answer belongs to another request: $answer"
  [[ $(sign_answer "$2" "$datalist" "$random") == "$(member "$1" sign <<< "$answer")" ]] ||
    fail "the sign of the answer is wrong: $answer"
  printf %s "$datalist"
}

# --- the walk --------------------------------------------------------------------------------------------

new_random() { cat /proc/sys/kernel/random/uuid; }

# A record of this run, by number: the last ten digits of its key are six of this run and four of the number.
run=$(printf '%06d' $(((RANDOM * 32768 + RANDOM) % 1000000)))
record() {
  case $standard in
    s1) printf '{"equipmentCode":"3110320100%s%04d","unitName":"太原市第一热力公司","updateTime":"2026-11-01 08:30:00"}' "$run" "$1" ;;
    s2) printf '{"equipmentCode":"3110320100%s%04d","unitName":"太原市第一热力公司","updateTime":"2026-11-01 08:30:00"}' "$run" "$1" ;;
  esac
}
case $standard in
  s1) busicode=120101 key=equipmentCode ;;
  s2) busicode=003 key=equipmentCode ;;
esac
query() { printf '[{"%s":"%s"}]' "$key" "$(record "$1" | sed -E "s/^.*\"$key\":\"([^\"]*)\".*$/\1/")"; }

expect() { # text pattern
  # shellcheck disable=SC2053
  [[ $1 == $2 ]] || fail "expected $2, but got $1"
}

walk() { # wire base: two wires must not share the numbers of their records
  local wire=$1 base=$2 random first refused many
  told() { printf 'ok  %-9s %s\n' "$wire" "$1"; }

  random=$(new_random)
  first=$(exchange "$wire" "$busicode" 01 "[$(record "$base")]" "$random")
  expect "$first" '{"result":"0001",*"created":1,*'
  told 'added a record with Chinese text'

  expect "$(exchange "$wire" "$busicode" 04 "$(query "$base")" "$(new_random)")" "*\"busilist\":[[]$(record "$base")]*"
  told 'found it by its key, unchanged, and the answer is signed'

  refused=$(exchange "$wire" "$busicode" 01 "[$(record "$base" | sed 's/2026-11-01/2026-13-45/')]" "$(new_random)")
  expect "$refused" '{"result":"0000",*"code":"RULES_FAILED"*'
  told 'a record against the rules was refused'

  refused=$("send_$wire" "$busicode" 01 "[$(record "$base")]" "$(new_random)" 00000000000000000000000000000000)
  expect "$refused" '*SIGN_MISMATCH*'
  told 'a wrong sign was refused'

  expect "$(exchange "$wire" "$busicode" 01 "[$(record "$base")]" "$random")" "$first"
  told 'the same message again got the same answer'

  many=$(for number in $(seq $((base + 1)) $((base + 2000))); do record "$number" && printf ,; done)
  expect "$(exchange "$wire" "$busicode" 01 "[${many%,}]" "$(new_random)")" '{"result":"0001",*"created":2000,*'
  told 'added 2,000 records in one exchange'
}

walk rest 0
walk soap 5000
