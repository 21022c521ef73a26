#include "dmn/tck.hpp"

#include <fmt/format.h>

#include <map>

#include "dmn/evaluation.hpp"
#include "feel/names.hpp"
#include "feel/operation.hpp"
#include "wire/xml.hpp"

namespace lingqu::dmn {

using feel::Context;
using feel::Decimal;
using feel::Kind;
using feel::Value;
using wire::XmlElement;

namespace {

constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

bool is_nil(const XmlElement& element) {
  const std::string* nil = element.find_attribute("nil", kInstance);
  return nil != nullptr && (*nil == "true" || *nil == "1");
}

Value scalar(const XmlElement& element) {
  if (is_nil(element)) return Value();
  const std::string* declared = element.find_attribute("type", kInstance);
  std::string type = declared != nullptr ? *declared : "";
  type.erase(0, type.find(':') + 1);
  const std::string text = feel::normalized_name(element.text);
  if (type == "boolean") return Value(text == "true" || text == "1");
  if (type == "decimal" || type == "double" || type == "float" || type == "integer" ||
      type == "int" || type == "long") {
    const auto number = Decimal::parse(text.starts_with('.') ? "0" + text : text);
    return number ? Value(*number) : Value();
  }
  if (type == "date") {
    const auto date = feel::parse_date(text);
    return date ? Value(*date) : Value();
  }
  if (type == "time") {
    const auto time = feel::parse_time(text);
    return time ? Value(*time) : Value();
  }
  if (type == "dateTime") {
    const auto date_time = feel::parse_date_time(text);
    return date_time ? Value(*date_time) : Value();
  }
  if (type == "duration" || type == "dayTimeDuration" || type == "yearMonthDuration") {
    if (const auto months = feel::parse_month_duration(text)) return Value(*months);
    const auto days = feel::parse_day_duration(text);
    return days ? Value(*days) : Value();
  }
  return Value(element.text);
}

// The value an inputNode, expected, component or item element describes.
Value value_of(const XmlElement& element) {
  if (is_nil(element)) return Value();
  Context context;
  bool is_context = false;
  for (const XmlElement& child : element.children) {
    if (child.name == "value") return scalar(child);
    if (child.name == "list") {
      if (is_nil(child)) return Value();
      std::vector<Value> items;
      for (const XmlElement& item : child.children)
        if (item.name == "item") items.push_back(value_of(item));
      return Value(std::move(items));
    }
    if (child.name == "component") {
      is_context = true;
      context.set(feel::normalized_name(child.attribute("name")), value_of(child));
    }
  }
  return is_context ? Value(std::move(context)) : Value();
}

// Equal as the kit asks: numbers to eight digits, everything else by FEEL's equality.
bool as_expected(const Value& expected, const Value& actual) {
  if (expected.kind() != actual.kind()) return false;
  if (expected.is(Kind::kNumber)) {
    const Decimal difference = (expected.number() - actual.number()).abs();
    const Decimal one(1), magnitude = expected.number().abs();
    return difference <= Decimal::from_scaled(1, 8) * (magnitude > one ? magnitude : one);
  }
  if (expected.is(Kind::kList)) {
    const auto &a = expected.list(), &b = actual.list();
    for (size_t i = 0; i < a.size() && a.size() == b.size(); ++i)
      if (!as_expected(a[i], b[i])) return false;
    return a.size() == b.size();
  }
  if (expected.is(Kind::kContext)) {
    const Context &a = expected.context(), &b = actual.context();
    if (a.size() != b.size()) return false;
    for (const auto& entry : a.entries()) {
      const Value* other = b.find(entry.key.text());
      if (other == nullptr || !as_expected(entry.value, *other)) return false;
    }
    return true;
  }
  if (expected.is(Kind::kTime) || expected.is(Kind::kDateTime))
    return feel::identical(expected, actual);
  return feel::same(expected, actual);
}

struct Case {
  Context inputs;
  std::string_view service;
};

Outcome run_case(const Model& model, const Case& one, const std::string& node,
                 const feel::Moment& moment) {
  Options options;
  options.moment = moment;
  if (one.service.empty()) return evaluate(model, {node}, one.inputs, options);
  Outcome outcome = invoke(model, one.service, one.inputs, options);
  for (size_t i = 1; i < outcome.results.size(); ++i) {
    if (outcome.results[i].name == node && outcome.results.size() > 2) {
      outcome.results[0].value = outcome.results[i].value;
      break;
    }
  }
  return outcome;
}

std::string stem(const std::string& file) {
  return file.ends_with(".xml") ? file.substr(0, file.size() - 4) : file;
}

}  // namespace

std::vector<TckResult> run_tck(const TckFolder& folder, const feel::Moment& moment) {
  std::vector<TckResult> results;
  std::map<std::string, base::Result<std::shared_ptr<const Model>>, std::less<>> models;
  for (const Source& file : folder.tests) {
    const auto parsed = wire::parse_xml(file.text, file.name);
    if (!parsed.ok()) {
      results.push_back({folder.name, stem(file.name), "", "", false,
                         base::to_string(parsed.error(), base::Language::kEn)});
      continue;
    }
    const XmlElement& root = *parsed;
    const XmlElement* name = root.child("modelName");
    const std::string model_name = name != nullptr ? feel::normalized_name(name->text) : "";
    if (models.find(model_name) == models.end()) {
      const Source* main = nullptr;
      std::vector<Source> others;
      for (const Source& model : folder.models) {
        if (model.name == model_name) {
          main = &model;
        } else {
          others.push_back(model);
        }
      }
      models.emplace(model_name,
                     main != nullptr
                         ? Model::load(*main, others)
                         : base::Error(base::ErrorCode::kNotFound).with("what", model_name));
    }
    const auto& model = models.find(model_name)->second;
    for (const XmlElement& test : root.children) {
      if (test.name != "testCase") continue;
      Case one;
      if (test.attribute("type") == "decisionService" || test.attribute("type") == "bkm")
        one.service = test.attribute("invocableName");
      for (const XmlElement& input : test.children) {
        if (input.name != "inputNode") continue;
        std::string key = feel::normalized_name(input.attribute("name"));
        if (!input.attribute("namespace").empty())
          key = std::string(input.attribute("namespace")) + "#" + key;
        one.inputs.set(key, value_of(input));
      }
      for (const XmlElement& node : test.children) {
        if (node.name != "resultNode") continue;
        TckResult result{folder.name,
                         stem(file.name),
                         std::string(test.attribute("id")),
                         feel::normalized_name(node.attribute("name")),
                         false,
                         ""};
        if (!model.ok()) {
          result.detail = base::to_string(model.error(), base::Language::kEn);
          results.push_back(std::move(result));
          continue;
        }
        const XmlElement* expected_element = node.child("expected");
        const Value expected = expected_element != nullptr ? value_of(*expected_element) : Value();
        const Outcome outcome = run_case(**model, one, result.node, moment);
        const Value actual = outcome.results.empty() ? Value() : outcome.results[0].value;
        result.passed = !outcome.results.empty() && as_expected(expected, actual);
        if (!result.passed) {
          result.detail =
              fmt::format("expected {}, got {}", to_literal(expected), to_literal(actual));
          for (const auto& one_result : outcome.results)
            for (const std::string& reason : one_result.reasons)
              result.detail.append("; ").append(reason);
          for (const std::string& unknown : outcome.unknown)
            result.detail.append("; unknown: ").append(unknown);
          for (const Problem& problem : (*model)->problems())
            if (problem.element == result.node)
              result.detail.append("; ").append(problem.message).append(": ").append(problem.text);
        }
        results.push_back(std::move(result));
      }
    }
  }
  return results;
}

std::string tck_csv_line(const TckResult& result) {
  const auto quoted = [](std::string_view text) {
    std::string out = "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out.append("\"");
  };
  return quoted(result.folder) + "," + quoted(result.file) + "," +
         quoted(result.id + "::" + result.node) + "," +
         (result.passed ? "\"SUCCESS\"" : "\"ERROR\"") + "," + quoted(result.detail) + "\n";
}

}  // namespace lingqu::dmn
