#include "models.hpp"

#include <fmt/format.h>

namespace lingqu::bench {
namespace {

constexpr const char* kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions "
    "xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" "
    "namespace=\"urn:bench\" name=\"bench\" id=\"bench\">\n";

uint64_t mixed(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

std::string rule(int number, const std::vector<std::string>& tests, const std::string& output) {
  std::string out = fmt::format("<rule id=\"r{}\">", number);
  for (const std::string& test : tests)
    out += "<inputEntry id=\"i\"><text>" + test + "</text></inputEntry>";
  return out + "<outputEntry id=\"o\"><text>" + output + "</text></outputEntry></rule>\n";
}

}  // namespace

std::string points_model(int tables, int bands) {
  std::string out = kHead, sum, requirements;
  for (int t = 1; t <= tables; ++t) {
    out += fmt::format(
        "<inputData id=\"in{0}\" name=\"x{0}\"><variable name=\"x{0}\" "
        "typeRef=\"number\"/></inputData>\n",
        t);
    out += fmt::format(
        "<decision id=\"d{0}\" name=\"p{0}\"><variable name=\"p{0}\" "
        "typeRef=\"number\"/><informationRequirement id=\"q{0}\">"
        "<requiredInput href=\"#in{0}\"/></informationRequirement><decisionTable id=\"t{0}\" "
        "hitPolicy=\"UNIQUE\"><input id=\"c{0}\">"
        "<inputExpression id=\"e{0}\" "
        "typeRef=\"number\"><text>x{0}</text></inputExpression></input><output id=\"u{0}\" "
        "typeRef=\"number\"/>\n",
        t);
    for (int b = 0; b < bands; ++b) {
      const std::string low = fmt::format("{}", b * 20), high = fmt::format("{}", b * 20 + 20);
      const std::string test = b == 0           ? "&lt; 20"
                               : b + 1 == bands ? "&gt;= " + low
                                                : "[" + low + ".." + high + ")";
      out += rule(b + 1, {test}, fmt::format("{}", (b + 1) * (t % 4 + 1)));
    }
    out += "</decisionTable></decision>\n";
    sum += fmt::format("{}p{} * 0.{:02}", t == 1 ? "" : " + ", t, t + 10);
    requirements += fmt::format(
        "<informationRequirement id=\"s{0}\"><requiredDecision "
        "href=\"#d{0}\"/></informationRequirement>",
        t);
  }
  return out +
         "<decision id=\"total\" name=\"total\"><variable name=\"total\" typeRef=\"number\"/>" +
         requirements + "<literalExpression id=\"l\"><text>" + sum +
         "</text></literalExpression></decision>\n</definitions>\n";
}

std::string rules_model(int rules) {
  std::string out = kHead;
  for (const char* name : {"a", "b", "c"})
    out += fmt::format(
        "<inputData id=\"in_{0}\" name=\"{0}\"><variable name=\"{0}\" "
        "typeRef=\"number\"/></inputData>\n",
        name);
  out +=
      "<inputData id=\"in_d\" name=\"d\"><variable name=\"d\" "
      "typeRef=\"string\"/></inputData>\n<decision id=\"r\" name=\"r\"><variable name=\"r\"/>";
  for (const char* name : {"a", "b", "c", "d"})
    out += fmt::format(
        "<informationRequirement id=\"q_{0}\"><requiredInput "
        "href=\"#in_{0}\"/></informationRequirement>",
        name);
  out += "<decisionTable id=\"t\" hitPolicy=\"FIRST\">\n";
  for (const char* name : {"a", "b", "c", "d"})
    out += fmt::format(
        "<input id=\"c_{0}\"><inputExpression "
        "id=\"e_{0}\"><text>{0}</text></inputExpression></input>",
        name);
  out += "<output id=\"o\"/>\n";
  for (int r = 0; r < rules; ++r) {
    out += rule(r + 1,
                {fmt::format("[{}..{})", r * 10, r * 10 + 10),
                 r % 3 == 0 ? "-" : fmt::format("&gt;= {}", r % 50),
                 r % 2 == 0 ? "-" : fmt::format("&lt; {}", 1000 + r),
                 fmt::format("\"k{}\",\"k{}\"", r % 7, (r + 1) % 7)},
                fmt::format("{}", r));
  }
  return out + "</decisionTable></decision>\n</definitions>\n";
}

feel::Context points_row(uint64_t row, int tables) {
  feel::Context inputs;
  for (int t = 1; t <= tables; ++t) {
    const auto tenths = static_cast<int64_t>(mixed(row * 64 + static_cast<uint64_t>(t)) % 1100);
    inputs.set(fmt::format("x{}", t), feel::Value(feel::Decimal::from_scaled(tenths, 1)));
  }
  return inputs;
}

feel::Context rules_row(uint64_t row, int rules) {
  const uint64_t random = mixed(row + 1), r = random % static_cast<uint64_t>(rules);
  feel::Context inputs;
  inputs.set("a", feel::Value(static_cast<int64_t>(r * 10 + random / 1000 % 10)));
  inputs.set("b", feel::Value(static_cast<int64_t>(random / 7 % 100)));
  inputs.set("c", feel::Value(static_cast<int64_t>(random / 11 % 1500)));
  inputs.set("d", feel::Value("k" + std::to_string(random / 13 % 7)));
  return inputs;
}

}  // namespace lingqu::bench
