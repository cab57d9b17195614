package org.tonggui.example;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Records in a workbook: lines of the head ({@code #name} and its value), the names of the columns, a line for each
 * record. Every cell is a text, so that {@code 0101} keeps its zero and long numbers their last digits.
 */
public final class RecordWorkbook {
  private static final DataFormatter TEXTS = new DataFormatter();
  private static final int FULL_CELL = 32_000;

  private RecordWorkbook() {}

  /** Writes a workbook whose columns are the members in the order of their first appearance. */
  public static void write(Path file, Map<String, String> head, List<Map<String, String>> records)
      throws IOException {
    List<String> columns = records.stream().flatMap(record -> record.keySet().stream()).distinct().toList();
    try (Workbook workbook = new XSSFWorkbook();
        OutputStream output = Files.newOutputStream(file)) {
      Sheet sheet = workbook.createSheet("records");
      CellStyle asText = workbook.createCellStyle();
      asText.setDataFormat(workbook.createDataFormat().getFormat("@"));
      head.forEach((name, value) -> addRow(sheet, asText, headLine(name, value)));
      addRow(sheet, asText, columns);
      for (Map<String, String> record : records) {
        addRow(sheet, asText, columns.stream().map(name -> record.getOrDefault(name, "")).toList());
      }
      workbook.write(output);
    }
  }

  /** The lines below the head and the names of the columns, each by those names. */
  public static List<Map<String, String>> read(Path file) throws IOException {
    try (Workbook workbook = WorkbookFactory.create(file.toFile(), null, true)) {
      List<List<String>> lines =
          StreamSupport.stream(workbook.getSheetAt(0).spliterator(), false)
              .map(RecordWorkbook::texts)
              .filter(line -> !line.get(0).startsWith("#"))
              .toList();
      List<String> columns = lines.get(0);
      return lines.stream().skip(1).map(line -> record(columns, line)).toList();
    }
  }

  /** A sign or a ciphertext over many records is longer than a cell may be: it goes on behind full cells. */
  private static List<String> headLine(String name, String value) {
    List<String> line = new ArrayList<>(List.of("#" + name));
    for (int begin = 0; begin == 0 || begin < value.length(); begin += FULL_CELL) {
      line.add(value.substring(begin, Math.min(value.length(), begin + FULL_CELL)));
    }
    return line;
  }

  private static void addRow(Sheet sheet, CellStyle style, List<String> texts) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (String text : texts) {
      Cell cell = row.createCell(Math.max(row.getLastCellNum(), 0));
      cell.setCellStyle(style);
      if (!text.isEmpty()) {
        cell.setCellValue(text);
      }
    }
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int column = 0; column < row.getLastCellNum(); column++) {
      texts.add(TEXTS.formatCellValue(row.getCell(column)));
    }
    return texts;
  }

  /** An empty cell is a member that is not there. */
  private static Map<String, String> record(List<String> columns, List<String> line) {
    Map<String, String> record = new LinkedHashMap<>();
    for (int column = 0; column < line.size(); column++) {
      if (!line.get(column).isEmpty()) {
        record.put(columns.get(column), line.get(column));
      }
    }
    return record;
  }
}
