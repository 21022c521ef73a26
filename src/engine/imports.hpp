// Bulk creation from CSV, XLSX or JSON Lines: every row is read and checked first; the whole file lands in one transaction or nothing does,
// and the report names every bad row, column and remedy.
#pragma once

#include "engine/acts/writer.hpp"
#include "engine/queries/reader.hpp"

namespace lingqu::engine {

class Importer {
 public:
  Importer(Context& context, Writer& writer, Reader& reader) : context_(context), writer_(writer), reader_(reader) {}
  using Progress = std::function<void(size_t, size_t)>;
  base::Result<ImportReport> run(const ImportCommand& command, const Progress& progress);

 private:
  struct Row {
    size_t line;
    std::vector<registers::SetValue> values;
  };
  struct Job;
  base::Result<const lifecycle::Act*> creation_act(const ImportCommand& command);
  base::Status read_table(Job& job);
  base::Status read_lines(Job& job);
  base::Status map_header(Job& job, const std::vector<std::string>& header);
  int field_of(const Job& job, const std::string& column) const;
  bool is_dropped(const Job& job, const std::string& column) const;
  void read_row(Job& job, size_t line, const std::vector<std::string>& cells);
  void read_object(Job& job, size_t line, const wire::Json& object);
  void add_problem(Job& job, size_t line, const std::string& column, base::Error error);
  void find_duplicates(Job& job);
  base::Status store(Job& job, const Progress& progress);

  Context& context_;
  Writer& writer_;
  Reader& reader_;
};

}  // namespace lingqu::engine
