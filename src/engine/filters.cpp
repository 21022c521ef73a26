#include "engine/filters.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lingqu::engine {

namespace {

using Operator = Filter::Operator;

constexpr std::array<std::pair<std::string_view, Operator>, 10> kOperators{{
    {"eq", Operator::kEquals},
    {"not", Operator::kNot},
    {"lt", Operator::kLess},
    {"le", Operator::kLessOrEqual},
    {"gt", Operator::kGreater},
    {"ge", Operator::kGreaterOrEqual},
    {"contains", Operator::kContains},
    {"in", Operator::kIn},
    {"empty", Operator::kEmpty},
    {"filled", Operator::kFilled},
}};

}  // namespace

base::Result<Filter> parse_filter(std::string_view name, std::string_view value) {
  Filter filter;
  const size_t dot = name.find('.');
  filter.field = name.substr(0, dot);
  if (dot != std::string_view::npos) {
    const auto found = std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& entry) { return entry.first == name.substr(dot + 1); });
    if (found == kOperators.end())
      return base::Error(base::ErrorCode::kBadFilter)
          .with("filter", std::string(name))
          .with("reason", base::Text{"没有这种比较方式", "there is no such comparison"});
    filter.op = found->second;
  }
  if (filter.op == Operator::kIn) {
    for (std::string_view part : base::split(value, ','))
      if (!part.empty()) filter.values.emplace_back(part);
  } else if (filter.op != Operator::kEmpty && filter.op != Operator::kFilled) {
    filter.values = {std::string(value)};
  }
  return filter;
}

}  // namespace lingqu::engine
