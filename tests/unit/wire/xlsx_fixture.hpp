// Builds XLSX packages from XML text, so that the tests say byte for byte what the reader gets.
#pragma once

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

namespace lingqu::wire {

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string make_zip(const Parts& parts, const char* password = nullptr) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const auto index = zip_file_add(archive, name.c_str(), source, 0);
    if (password != nullptr) {
      zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
    }
  }
  zip_close(archive);
  zip_stat_t stat;
  zip_source_stat(target, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_open(target);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

constexpr const char* kMainNamespace =
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

inline std::string xml(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + body;
}

inline std::string relation(const std::string& id, const std::string& kind,
                            const std::string& target) {
  return "<Relationship Id=\"" + id +
         "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind +
         "\" Target=\"" + target + "\"/>";
}

inline std::string relations(const std::string& items) {
  return xml(
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
      items + "</Relationships>");
}

// A package as LibreOffice lays it out. Empty `strings` or `styles` leaves the part out.
struct Workbook {
  std::string rows = {};     // inside sheetData
  std::string strings = {};  // inside sst
  std::string styles = {};   // inside styleSheet
  std::string properties =
      "<workbookPr backupFile=\"false\" showObjects=\"all\" date1904=\"false\"/>";
  std::string sheets = "<sheet name=\"成果\" sheetId=\"1\" state=\"visible\" r:id=\"rId2\"/>";

  Parts parts() const {
    std::string links = relation("rId2", "worksheet", "worksheets/sheet1.xml");
    if (!strings.empty()) links += relation("rId3", "sharedStrings", "sharedStrings.xml");
    if (!styles.empty()) links += relation("rId1", "styles", "styles.xml");
    const std::string space(kMainNamespace);
    Parts parts{{"_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml"))},
                {"xl/_rels/workbook.xml.rels", relations(links)},
                {"xl/workbook.xml", xml("<workbook " + space + "><fileVersion appName=\"Calc\"/>" +
                                        properties + "<sheets>" + sheets + "</sheets></workbook>")},
                {"xl/worksheets/sheet1.xml", xml("<worksheet " + space +
                                                 "><sheetPr filterMode=\"false\"/><dimension "
                                                 "ref=\"A1:E3\"/><cols><col max=\"1\" min=\"1\" "
                                                 "width=\"5.51\"/></cols><sheetData>" +
                                                 rows +
                                                 "</sheetData><mergeCells count=\"1\"><mergeCell "
                                                 "ref=\"A1:B1\"/></mergeCells></worksheet>")}};
    if (!strings.empty()) {
      parts.emplace_back("xl/sharedStrings.xml", xml("<sst " + space + ">" + strings + "</sst>"));
    }
    if (!styles.empty()) {
      parts.emplace_back("xl/styles.xml",
                         xml("<styleSheet " + space + ">" + styles + "</styleSheet>"));
    }
    return parts;
  }
  std::string bytes() const { return make_zip(parts()); }
};

}  // namespace lingqu::wire
