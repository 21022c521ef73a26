#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "cli/session.hpp"
#include "engine/exports.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;

namespace {

base::Result<engine::Filter> filter_of(const std::string& text) {
  static constexpr std::pair<std::string_view, engine::Filter::Operator> kOperators[] = {
      {"eq", engine::Filter::Operator::kEquals},         {"not", engine::Filter::Operator::kNot},
      {"lt", engine::Filter::Operator::kLess},           {"le", engine::Filter::Operator::kLessOrEqual},
      {"gt", engine::Filter::Operator::kGreater},        {"ge", engine::Filter::Operator::kGreaterOrEqual},
      {"contains", engine::Filter::Operator::kContains}, {"in", engine::Filter::Operator::kIn}};
  const size_t equals = text.find('=');
  const size_t dot = text.find('.');
  const bool named = dot != std::string::npos && dot < equals;
  const std::string name = named ? text.substr(dot + 1, equals - dot - 1) : "eq";
  for (const auto& [known, op] : kOperators) {
    if (known != name || equals == std::string::npos) continue;
    engine::Filter filter{text.substr(0, named ? dot : equals), op, {}};
    const std::string value = text.substr(equals + 1);
    if (op != engine::Filter::Operator::kIn) filter.values = {value};
    else for (std::string_view one : base::split(value, ',')) filter.values.emplace_back(one);
    return filter;
  }
  return Error(ErrorCode::kBadFilter).with("filter", text).with("reason", base::Text{"应写作 字段=值 或 字段.运算=值", "write field=value or field.op=value"});
}

base::Status write(engine::Engine& engine, const ExportOptions& options) {
  engine::ExportRequest request;
  request.query.register_name = options.register_name;
  request.format = options.format;
  request.language = options.language == "en" ? base::Language::kEn : base::Language::kZh;
  for (const std::string& text : options.filters) {
    LINGQU_TRY(filter, filter_of(text));
    request.query.filters.push_back(std::move(filter));
  }
  lifecycle::Actor actor = system_actor();
  if (!options.as.empty()) {
    LINGQU_TRY(account, acting_account(engine, options.as, options.register_name));
    actor = std::move(account);
  }
  std::ofstream file;
  if (options.file != "-") file.open(options.file, std::ios::binary | std::ios::trunc);
  std::ostream& out = options.file == "-" ? std::cout : file;
  return engine::export_records(engine, request, &actor, [&](std::string_view bytes) -> base::Status {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
    if (out.good()) return {};
    return Error(ErrorCode::kIo).with("file", options.file).with("reason", base::Text{"写入失败", "writing failed"});
  });
}

}  // namespace

int export_file(const ExportOptions& options) {
  auto opened = open_engine(options.place, true);
  if (!opened) return kEnvironment;
  auto written = write(*opened->engine, options);
  return written.ok() ? kDone : fail(written.error(), options.place.json);
}

}  // namespace lingqu::cli
