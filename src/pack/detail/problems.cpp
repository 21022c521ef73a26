#include "pack/detail/problems.hpp"

#include <algorithm>
#include <tuple>

#include "registers/nearest.hpp"

namespace lingqu::pack::detail {

namespace {

base::Error make(const std::string& file, int line, int column, base::Text problem,
                 base::Text remedy) {
  return base::Error(base::ErrorCode::kPackFile)
      .with("file", file)
      .with("line", std::to_string(line))
      .with("column", std::to_string(column))
      .with("problem", std::move(problem))
      .with("remedy", std::move(remedy));
}

std::string listed(const std::vector<std::string>& names) {
  constexpr size_t kShown = 12;
  std::string out;
  for (size_t i = 0; i < names.size() && i < kShown; ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kShown) out += ", …";
  return out;
}

std::tuple<std::string, int, int> place(const base::Error& error) {
  std::string file;
  int line = 0;
  int column = 0;
  for (const auto& [name, value] : error.args) {
    if (name == "file") file = value.zh;
    if (name == "line") line = std::atoi(value.zh.c_str());
    if (name == "column") column = std::atoi(value.zh.c_str());
  }
  return {file, line, column};
}

}  // namespace

void Problems::add(const std::string& file, const YamlNode& at, base::Text problem,
                   base::Text remedy) {
  errors_.push_back(make(file, at.line, at.column, std::move(problem), std::move(remedy)));
}

void Problems::add(const std::string& file, base::Text problem, base::Text remedy) {
  errors_.push_back(make(file, 1, 1, std::move(problem), std::move(remedy)));
}

void Problems::unknown(const std::string& file, const YamlNode& at, base::Text what,
                       std::string_view name, const std::vector<std::string>& known) {
  const std::string quoted(name);
  const std::string near = registers::nearest(name, known);
  const std::string names = listed(known);
  base::Text remedy{"可用：" + names, "Known: " + names};
  if (known.empty()) remedy = {"请先声明", "Declare it first"};
  if (!near.empty()) remedy = {"是否应为 " + near + "？", "Did you mean " + near + "?"};
  add(file, at,
      {what.zh + "“" + quoted + "”不存在", "there is no " + what.en + " “" + quoted + "”"},
      std::move(remedy));
}

std::vector<base::Error> Problems::take() {
  std::stable_sort(errors_.begin(), errors_.end(),
                   [](const base::Error& a, const base::Error& b) { return place(a) < place(b); });
  return std::move(errors_);
}

}  // namespace lingqu::pack::detail
