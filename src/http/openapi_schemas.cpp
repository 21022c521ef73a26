#include "base/text.hpp"
#include "http/openapi.hpp"

namespace lingqu::http {

namespace {

using registers::Field;
using registers::FieldType;
using wire::Json;

constexpr std::string_view kText =
    R"({"type":"object","properties":{"zh":{"type":"string"},"en":{"type":"string"}},"required":["zh","en"]})";

// Schemas of docs/design/api.md as JSON Schema 2020-12. `T` of a member's type stands for the text
// of both languages.
struct Named {
  std::string_view name, schema;
};
constexpr Named kSchemas[] = {
    {"Text", kText},
    {"Id", R"({"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]})"},
    {"Labels",
     R"({"type":"object","description":"by register and record id","additionalProperties":{"type":"object","additionalProperties":{"type":"string"}}})"},
    {"Problem",
     R"({"type":"object","required":["type","title","status","code","message","remedy"],"properties":{"type":{"type":"string","format":"uri"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},"code":{"type":"string"},"message":{"$ref":"#/components/schemas/Text"},"remedy":{"$ref":"#/components/schemas/Text"},"field":{"type":"string"},"rule":{"type":"string"},"clause":{"type":"string"},"details":{"type":"array","items":{"type":"object"}},"report":{"$ref":"#/components/schemas/ImportReport"}}})"},
    {"Session",
     R"({"type":"object","required":["account","roles","csrf","manages_accounts","audits","must_change_password","test_clock","now"],"properties":{"account":{"anyOf":[{"type":"null"},{"type":"object","properties":{"id":{"type":"integer"},"login":{"type":"string"},"name":{"type":"string"},"person":{"type":["integer","null"]}}}]},"roles":{"type":"array","items":{"type":"object","properties":{"role":{"type":"string"},"organisation":{"type":"integer"},"label":{"type":"string"}}}},"csrf":{"type":"string"},"manages_accounts":{"type":"boolean"},"audits":{"type":"boolean"},"must_change_password":{"type":"boolean"},"demo":{"type":"array","items":{"type":"object","properties":{"login":{"type":"string"},"name":{"type":"string"},"role":{"type":"string"},"title":{"$ref":"#/components/schemas/Text"}}}},"test_clock":{"type":"boolean"},"now":{"type":"string","format":"date-time"}}})"},
    {"SignIn",
     R"({"type":"object","required":["login","password"],"properties":{"login":{"type":"string"},"password":{"type":"string"}},"additionalProperties":false})"},
    {"PasswordChange",
     R"({"type":"object","required":["old","new"],"properties":{"old":{"type":"string"},"new":{"type":"string"}},"additionalProperties":false})"},
    {"Membership",
     R"({"type":"object","required":["role"],"properties":{"organisation":{"type":"integer"},"role":{"type":"string"}}})"},
    {"Account",
     R"({"type":"object","properties":{"id":{"type":"integer"},"login":{"type":"string"},"name":{"type":"string"},"person":{"type":["integer","null"]},"active":{"type":"boolean"},"memberships":{"type":"array","items":{"$ref":"#/components/schemas/Membership"}}}})"},
    {"Accounts",
     R"({"type":"object","properties":{"accounts":{"type":"array","items":{"$ref":"#/components/schemas/Account"}}}})"},
    {"AccountChange",
     R"({"type":"object","properties":{"login":{"type":"string"},"name":{"type":"string"},"password":{"type":"string"},"person":{"type":["integer","null"]},"active":{"type":"boolean"},"memberships":{"type":"array","items":{"$ref":"#/components/schemas/Membership"}}},"additionalProperties":false})"},
    {"TokenRequest",
     R"({"type":"object","required":["name","days"],"properties":{"name":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":366}},"additionalProperties":false})"},
    {"Token", R"({"type":"object","required":["token"],"properties":{"token":{"type":"string"}}})"},
    {"Pack", R"({"type":"object"})"},
    {"Row",
     R"({"type":"object","required":["id","version","state","owner","created_at","updated_at","values"],"properties":{"id":{"type":"integer"},"version":{"type":"integer"},"state":{"type":"string"},"owner":{"$ref":"#/components/schemas/Id"},"created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"values":{"type":"object"}}})"},
    {"List",
     R"({"type":"object","required":["records","page","size","labels"],"properties":{"records":{"type":"array","items":{"$ref":"#/components/schemas/Row"}},"total":{"type":"integer"},"by_state":{"type":"object","additionalProperties":{"type":"integer"}},"page":{"type":"integer"},"size":{"type":"integer"},"labels":{"$ref":"#/components/schemas/Labels"}}})"},
    {"Choice",
     R"({"type":"object","required":["act","allowed","reason"],"properties":{"act":{"type":"string"},"allowed":{"type":"boolean"},"reason":{"anyOf":[{"$ref":"#/components/schemas/Problem"},{"type":"null"}]}}})"},
    {"Choices",
     R"({"type":"object","required":["acts"],"properties":{"acts":{"type":"array","items":{"$ref":"#/components/schemas/Choice"}}}})"},
    {"FreeText", R"({"type":"object","required":["text"],"properties":{"text":{"type":"string"}},"additionalProperties":false})"},
    {"NeedStructure",
     R"({"type":"object","required":["figures","keywords","domain"],"properties":{"figures":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"comparison":{"type":"string"},"value":{"type":"string"},"upper":{"type":"string"},"unit":{"type":"string"}}}},"keywords":{"type":"array","items":{"type":"string"}},"domain":{"type":"string"}}})"},
    {"MatchText",
     R"({"type":"object","required":["text"],"properties":{"text":{"type":"string"},"register":{"type":"string"},"with":{"type":"string"},"size":{"type":"integer","minimum":1,"maximum":50}},"additionalProperties":false})"},
    {"Matches",
     R"({"type":"object","required":["with","complete","embeddings","matches"],"properties":{"with":{"type":"string"},"complete":{"type":"boolean"},"embeddings":{"type":"boolean"},"matches":{"type":"array","items":{"type":"object","required":["id","label","number","state","owner","score","values","reasons","answer"],"properties":{"id":{"type":"integer"},"label":{"type":"string"},"number":{"type":"string"},"state":{"type":"string"},"owner":{"type":"object"},"score":{"type":"string"},"values":{"type":"object"},"reasons":{"type":"array","items":{"type":"object","properties":{"for":{"type":"boolean"},"text":{"type":"object"},"need_says":{"type":"string"},"passage":{"type":"string"},"matched":{"type":"string"}}}},"answer":{"type":["object","null"]}}}}}})"},
    {"Totals",
     R"({"type":"object","required":["groups","total"],"properties":{"groups":{"type":"array","items":{"type":"object","required":["by","count","sums"],"properties":{"by":{"type":"object"},"count":{"type":"integer"},"sums":{"type":"object","additionalProperties":{"type":"object","properties":{"sum":{"type":["string","null"]},"filled":{"type":"integer"}}}}}}},"total":{"type":"integer"}}})"},
    {"Picks",
     R"({"type":"object","required":["choices"],"properties":{"choices":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"label":{"type":"string"},"number":{"type":"string"},"state":{"type":"string"}}}}}})"},
    {"Record",
     R"({"type":"object","required":["id","register","version","state","owner","values","hidden","labels","acts","related","due"],"properties":{"id":{"type":"integer"},"register":{"type":"string"},"version":{"type":"integer"},"state":{"type":"string"},"owner":{"$ref":"#/components/schemas/Id"},"created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"last_leaf":{"type":"integer"},"values":{"type":"object"},"hidden":{"type":"array","items":{"type":"string"}},"labels":{"$ref":"#/components/schemas/Labels"},"acts":{"type":"array","items":{"$ref":"#/components/schemas/Choice"}},"related":{"type":"array","items":{"type":"object","properties":{"register":{"type":"string"},"by":{"type":"string"},"count":{"type":"integer"}}}},"duties":{"type":"array","items":{"type":"object","required":["id","title","clause","remedy","state","late"],"properties":{"id":{"type":"string"},"title":{"type":"object"},"clause":{"type":"string"},"remedy":{"type":"object"},"state":{"enum":["done","missing","not_applicable"]},"late":{"type":"boolean"}}}},"due":{"anyOf":[{"type":"null"},{"type":"object","properties":{"at":{"type":"string","format":"date-time"},"act":{"type":"string"}}}]}}})"},
    {"Act",
     R"({"type":"object","properties":{"values":{"type":"object"},"reason":{"type":"string"},"organisation":{"type":"integer"},"check_only":{"type":"boolean"}}})"},
    {"Creation",
     R"({"type":"object","properties":{"act":{"type":"string"},"values":{"type":"object"},"reason":{"type":"string"},"organisation":{"type":"integer"},"check_only":{"type":"boolean"}}})"},
    {"Decided",
     R"({"type":"object","description":"A decision that an act rests on","required":["decision","version","digest","clauses","verified","trace"],"properties":{"decision":{"type":"string"},"version":{"type":"string","format":"date"},"digest":{"type":"string"},"clauses":{"type":"array","items":{"type":"string"}},"verified":{"type":"boolean"},"trace":{"type":["object","array","null"]}}})"},
    {"ActReply",
     R"({"type":"object","required":["id","record","leaf","version","repeated"],"properties":{"id":{"type":"integer"},"record":{"anyOf":[{"$ref":"#/components/schemas/Record"},{"type":"null"}]},"leaf":{"type":["integer","null"]},"version":{"type":"integer"},"repeated":{"type":"boolean"},"checked_only":{"type":"boolean"},"decisions":{"type":"array","items":{"$ref":"#/components/schemas/Decided"}}}})"},
    {"Erasure",
     R"({"type":"object","properties":{"fields":{"type":"array","items":{"type":"string"}},"reason":{"type":"string"}},"additionalProperties":false})"},
    {"HistoryEntry",
     R"({"type":"object","properties":{"leaf":{"type":"integer"},"at":{"type":"string","format":"date-time"},"version":{"type":"integer"},"act":{"type":"string"},"from":{"type":"string"},"to":{"type":"string"},"actor":{"type":"string"},"organisation":{"type":"object","properties":{"id":{"type":"integer"},"label":{"type":"string"}}},"role":{"type":"string"},"reason":{"type":"string"},"basis":{"type":"array","items":{"type":"string"}},"cause":{"type":["integer","null"]},"decisions":{"type":"array","items":{"$ref":"#/components/schemas/Decided"}},"set":{"type":"object"},"proven":{"type":"boolean"}}})"},
    {"History",
     R"({"type":"object","required":["entries"],"properties":{"entries":{"type":"array","items":{"$ref":"#/components/schemas/HistoryEntry"}}}})"},
    {"ImportReport",
     R"({"type":"object","properties":{"total":{"type":"integer"},"imported":{"type":"integer"},"first":{"type":"integer"},"last":{"type":"integer"},"bad_rows":{"type":"integer"},"problems":{"type":"array","items":{"type":"object","properties":{"line":{"type":"integer"},"column":{"type":"string"},"field":{"type":"string"},"code":{"type":"string"},"message":{"$ref":"#/components/schemas/Text"},"remedy":{"$ref":"#/components/schemas/Text"}}}}}})"},
    {"File",
     R"({"type":"object","required":["digest","name","type","size"],"properties":{"digest":{"type":"string"},"name":{"type":"string"},"type":{"type":"string"},"size":{"type":"integer"}}})"},
    {"Todo",
     R"({"type":"object","properties":{"register":{"type":"string"},"id":{"type":"integer"},"label":{"type":"string"},"state":{"type":"string"},"act":{"type":"string"},"since":{"type":"string","format":"date-time"},"due":{"type":["string","null"],"format":"date-time"}}})"},
    {"Todos",
     R"({"type":"object","properties":{"waiting":{"type":"array","items":{"$ref":"#/components/schemas/Todo"}},"waiting_total":{"type":"integer"},"due":{"type":"array","items":{"$ref":"#/components/schemas/Todo"}}}})"},
    {"Search",
     R"({"type":"object","required":["hits","total","loose","registers","page","size","followed"],"properties":{"hits":{"type":"array","items":{"type":"object","properties":{"register":{"type":"string"},"id":{"type":"integer"},"label":{"type":"string"},"number":{"type":"string"},"state":{"type":"string"},"owner":{"type":"object","properties":{"id":{"type":"integer"},"label":{"type":"string"}}},"field":{"type":"string"},"passage":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},"matches":{"type":"boolean"}}}}}}},"total":{"type":"integer"},"loose":{"type":"boolean"},"registers":{"type":"object","additionalProperties":{"type":"integer"}},"page":{"type":"integer"},"size":{"type":"integer"},"followed":{"type":"integer"}}})"},
    {"Overview",
     R"({"type":"object","properties":{"registers":{"type":"array","items":{"type":"object","properties":{"register":{"type":"string"},"total":{"type":"integer"},"by_state":{"type":"object","additionalProperties":{"type":"integer"}}}}}}})"},
    {"Decisions",
     R"({"type":"object","required":["decisions","regions","may_draft"],"properties":{"decisions":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"title":{"$ref":"#/components/schemas/Text"},"help":{"$ref":"#/components/schemas/Text"},"in_force":{"type":["string","null"],"format":"date"},"fields":{"type":"array","items":{"type":"object"}},"versions":{"type":"array","items":{"$ref":"#/components/schemas/DecisionVersion"}}}}},"regions":{"type":"array","items":{"type":"object","properties":{"code":{"type":"string"},"title":{"$ref":"#/components/schemas/Text"}}}},"region":{"type":"string"},"today":{"type":"string","format":"date"},"may_draft":{"type":"boolean"}}})"},
    {"DecisionVersion",
     R"({"type":"object","properties":{"from":{"type":"string","format":"date"},"until":{"type":["string","null"],"format":"date"},"decision":{"type":"string"},"digest":{"type":"string"},"verified":{"type":"boolean"},"unverified_rules":{"type":"integer"},"rules":{"type":"integer"},"clauses":{"type":"array","items":{"type":"string"}},"inputs":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"label":{"type":"string"},"help":{"type":"string"},"type":{"type":"string"},"allowed":{"type":"array","items":{"type":"string"}},"allowed_text":{"type":"string"},"suggested":{"type":"array","items":{"type":"string"}}}}},"outputs":{"type":"array","items":{"type":"object"}}}})"},
    {"Evaluation",
     R"({"type":"object","properties":{"inputs":{"type":"object"},"on":{"type":"string","format":"date"},"region":{"type":"string"},"version":{"type":"string","description":"first day of a version, or draft:<id>"},"trace":{"type":"boolean"}},"additionalProperties":false})"},
    {"Answer",
     R"({"type":"object","required":["decision","version","digest","value","clauses","verified","reasons"],"properties":{"decision":{"type":"string"},"version":{"type":"string","format":"date"},"digest":{"type":"string"},"value":{},"clauses":{"type":"array","items":{"type":"string"}},"verified":{"type":"boolean"},"reasons":{"type":"array","items":{"type":"string"}},"trace":{"type":"object"}}})"},
    {"LawComparison",
     R"({"type":"object","required":["variants"],"properties":{"inputs":{"type":"object"},"variants":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"object","properties":{"on":{"type":"string","format":"date"},"region":{"type":"string"},"version":{"type":"string"}}}},"trace":{"type":"boolean"}},"additionalProperties":false})"},
    {"Answers",
     R"({"type":"object","properties":{"answers":{"type":"array","items":{"type":"object","properties":{"on":{"type":"string"},"region":{"type":"string"},"answer":{"$ref":"#/components/schemas/Answer"},"problem":{"$ref":"#/components/schemas/Problem"}}}}}})"},
    {"VersionComparison",
     R"({"type":"object","properties":{"before":{"type":"string"},"after":{"type":"string"},"rules":{"type":"array","items":{"type":"object","properties":{"change":{"enum":["added","removed","changed"]},"element":{"type":"string"},"before":{"type":["integer","null"]},"after":{"type":["integer","null"]},"cells":{"type":"array","items":{"type":"object","properties":{"part":{"enum":["input","output","annotation"]},"column":{"type":"string"},"before":{"type":"string"},"after":{"type":"string"}}}}}}},"texts":{"type":"array","items":{"type":"object"}},"cases_total":{"type":"integer"},"cases":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"on":{"type":"string","format":"date"},"inputs":{"type":"object"},"before":{"$ref":"#/components/schemas/Answer"},"after":{"$ref":"#/components/schemas/Answer"}}}}}})"},
    {"DraftRequest",
     R"({"type":"object","required":["from","note","model"],"properties":{"from":{"type":"string","format":"date"},"note":{"type":"string","maxLength":2000},"model":{"type":"string","description":"DMN, at most 2 MiB"}},"additionalProperties":false})"},
    {"Draft",
     R"({"type":"object","properties":{"id":{"type":"integer"},"decision":{"type":"string"},"from":{"type":"string","format":"date"},"note":{"type":"string"},"digest":{"type":"string"},"size":{"type":"integer"},"by":{"type":"string"},"at":{"type":"string","format":"date-time"},"leaf":{"type":"integer"}}})"},
    {"Drafts",
     R"({"type":"object","properties":{"drafts":{"type":"array","items":{"$ref":"#/components/schemas/Draft"}}}})"},
    {"Statements",
     R"({"type":"object","properties":{"statements":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"kind":{"enum":["balance","report"]},"title":{"$ref":"#/components/schemas/Text"},"help":{"$ref":"#/components/schemas/Text"},"icon":{"type":"string"},"basis":{"type":"array","items":{"type":"string"}},"due":{"type":"string"}}}}}})"},
    {"Statement",
     R"({"type":"object","description":"docs/formats/statement.md","properties":{"statement":{"type":"string"},"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},"year":{"type":"integer"},"organisation":{"type":["object","null"]},"by":{"type":"array","items":{"type":"string"}},"lines":{"type":"array","items":{"type":"object"}},"total":{"type":"object"},"tables":{"type":"array","items":{"type":"object"}}}})"},
    {"LogHead",
     R"({"type":"object","properties":{"origin":{"type":"string"},"size":{"type":"integer"},"root":{"type":"string"},"at":{"type":"string","format":"date-time"},"signature":{"type":"string"},"key_id":{"type":"string"},"public_key":{"type":"string"},"algorithm":{"type":"string"},"unsigned_leaves":{"type":"integer"}}})"},
    {"LogProof",
     R"({"type":"object","properties":{"sequence":{"type":"integer"},"leaf":{"type":"object"},"head":{"$ref":"#/components/schemas/LogHead"},"path":{"type":"array","items":{"type":"string"}}}})"},
    {"LogCheck",
     R"({"type":"object","properties":{"leaves":{"type":"integer"},"heads":{"type":"integer"},"ok":{"type":"boolean"}}})"},
    {"VerifyReport", R"({"type":"object"})"},
    {"ClockChange",
     R"({"type":"object","required":["advance_days"],"properties":{"advance_days":{"type":"integer","minimum":0,"maximum":3660}},"additionalProperties":false})"},
    {"Clock", R"({"type":"object","properties":{"now":{"type":"string","format":"date-time"}}})"},
};

Json parsed(std::string_view text) {
  auto json = wire::parse_json(text);
  return json.ok() ? std::move(json).value() : Json();
}

Json text_schema(const Field& field) {
  Json schema = Json::object({{"type", "string"}});
  if (field.max_length > 0) schema.set("maxLength", Json(static_cast<int64_t>(field.max_length)));
  return schema;
}

Json pattern(std::string_view expression, std::string_view example) {
  return Json::object({{"type", "string"},
                       {"pattern", Json(expression)},
                       {"examples", Json::array({Json(example)})}});
}

Json rows_schema(const Field& field, const pack::Pack& pack) {
  Json::Object properties;
  Json::Array required;
  for (const Field& column : field.rows) {
    properties.emplace_back(column.name, field_schema(column, pack));
    if (column.required) required.emplace_back(column.name);
  }
  Json row = Json::object({{"type", "object"},
                           {"properties", Json(std::move(properties))},
                           {"additionalProperties", false}});
  if (!required.empty()) row.set("required", Json(std::move(required)));
  return Json::object({{"type", "array"},
                       {"items", std::move(row)},
                       {"maxItems", Json(static_cast<int64_t>(field.max_rows))}});
}

Json code_schema(const Field& field, const pack::Pack& pack) {
  Json schema = Json::object({{"type", "string"}});
  const auto found = pack.vocabularies.find(field.vocabulary);
  if (found == pack.vocabularies.end() || found->second.codes.size() > 200) return schema;
  Json::Array codes;
  for (const registers::Code& code : found->second.codes) codes.emplace_back(code.code);
  schema.set("enum", Json(std::move(codes)));
  return schema;
}

Json type_schema(const Field& field, const pack::Pack& pack) {
  const Json ref = Json::object({{"$ref", "#/components/schemas/Id"}});
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kLongText:
      return text_schema(field);
    case FieldType::kLocalized:
      return Json::object(
          {{"type", "object"}, {"additionalProperties", Json::object({{"type", "string"}})}});
    case FieldType::kInteger:
      return Json::object({{"type", Json::array({"integer", "string"})}});
    case FieldType::kDecimal:
      return pattern("^-?[0-9]+(\\.[0-9]+)?$", "12.5");
    case FieldType::kMoney:
      return pattern("^-?[0-9]+(\\.[0-9]{1,2})?$", "1234.50");
    case FieldType::kShare:
      return pattern("^[0-9]+(\\.[0-9]{1,6})?%$", "70%");
    case FieldType::kDate:
      return Json::object({{"type", "string"}, {"format", "date"}});
    case FieldType::kTime:
      return Json::object({{"type", "string"}, {"format", "date-time"}});
    case FieldType::kBoolean:
      return Json::object({{"type", "boolean"}});
    case FieldType::kCode:
      return code_schema(field, pack);
    case FieldType::kRef:
      return ref;
    case FieldType::kRefs:
      return Json::object({{"type", "array"}, {"items", ref}});
    case FieldType::kRows:
      return rows_schema(field, pack);
    case FieldType::kFile:
      return Json::object({{"$ref", "#/components/schemas/File"}});
    case FieldType::kRegion:
      return pattern("^[0-9]{6}$", "450100");
    case FieldType::kCreditCode:
      return pattern("^[0-9A-HJ-NP-RT-UW-Y]{18}$", "12450000498500000X");
  }
  return Json::object({});
}

struct Parameter {
  std::string_view name, type, description;
};
constexpr Parameter kParameters[] = {
    {"q", "string", "Words, searched in the searched fields"},
    {"state", "string", "Name of a state; state.in for several"},
    {"filter", "string", "A FEEL expression over the record that must be true"},
    {"sort", "string", "field or -field, comma-separated"},
    {"id", "integer", "Of the record"},
    {"with", "string", "Register whose records are wanted; the usual one if left out"},
    {"page", "integer", "From 1"},
    {"size", "integer", "At most 500"},
    {"total", "boolean", "false leaves the counts out"},
    {"limit", "integer", "At most so many: of a history 5000, else 100"},
    {"from", "integer", "The first leaf wanted"},
    {"format", "string", "csv, xlsx or jsonl"},
    {"lang", "string", "zh or en"},
    {"act", "string", "A creation act; the first one allowed if left out"},
    {"map", "string", "column:field, comma-separated"},
    {"check", "boolean", "true: check only, import nothing"},
    {"by", "string", "Fields to group by, comma-separated; date.year, date.month, rows/column; of a balance: its fields and organisation"},
    {"sum", "string", "Fields to add up, comma-separated"},
    {"ignore_unknown", "boolean", "Pass over columns that match no field"},
    {"organisation", "integer", "On whose behalf"},
    {"from", "string", "First day of a version, or draft:<id>; the one in force if left out. Of a balance: first day of its period; the first of the year if left out"},
    {"to", "string", "First day of a version, or draft:<id>; the one in force if left out"},
    {"year", "integer", "Of a yearly report"},
    {"on", "string", "Last day of a balance's period; today if left out"},
};

Json parameter(std::string_view name, std::string_view type, std::string_view description) {
  return Json::object({{"name", Json(name)},
                       {"in", "query"},
                       {"description", Json(description)},
                       {"schema", Json::object({{"type", Json(type)}})}});
}

}  // namespace

Json field_schema(const Field& field, const pack::Pack& pack) {
  Json schema = type_schema(field, pack);
  if (!schema.find("$ref")) {
    schema.set("title", Json(field.title.in(base::Language::kEn)));
    schema.set("description", Json(field.title.zh));
  }
  return schema;
}

Json::Object common_schemas() {
  Json::Object out;
  for (const Named& named : kSchemas) out.emplace_back(named.name, parsed(named.schema));
  return out;
}

Json::Array query_parameters(std::string_view names, const registers::Register* schema) {
  Json::Array out;
  if (names.empty()) return out;
  for (const std::string_view name : base::split(names, ' ')) {
    for (const Parameter& known : kParameters)
      if (known.name == name) out.push_back(parameter(known.name, known.type, known.description));
    if (name != "fields" || !schema) continue;
    for (const Field& field : schema->fields)
      if (field.type != FieldType::kRows && field.type != FieldType::kFile &&
          field.type != FieldType::kLocalized && field.type != FieldType::kRefs &&
          field.name != "state")
        out.push_back(
            parameter(field.name, "string",
                      field.title.in(base::Language::kEn) +
                          "; also with .not .lt .le .gt .ge .contains .in .empty .filled"));
  }
  return out;
}

}  // namespace lingqu::http
