#include "http/openapi.hpp"

#include <map>

#include "base/text.hpp"
#include "http/router.hpp"

namespace lingqu::http {

namespace {

using wire::Json;

Json reference(const std::string& name) {
  return Json::object({{"$ref", "#/components/schemas/" + name}});
}

// "achievement" → "Achievement", "pilot_base" → "PilotBase"
std::string type_name(std::string_view name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '_' || c == '-') {
      upper = true;
      continue;
    }
    out.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
    upper = false;
  }
  return out;
}

class Description {
 public:
  explicit Description(const pack::Pack& pack) : pack_(pack) {}

  Json make() {
    Json::Object schemas = common_schemas();
    for (const pack::RegisterEntry& entry : pack_.registers) add_schemas(entry, schemas);
    for (const Route& route : routes()) add_route(route);
    Json::Object paths;
    for (auto& [path, operations] : paths_) paths.emplace_back(path, std::move(operations));
    Json::Object security_schemes;
    security_schemes.emplace_back("bearer", Json::object({{"type", "http"}, {"scheme", "bearer"}}));
    security_schemes.emplace_back(
        "session", Json::object({{"type", "apiKey"}, {"in", "cookie"}, {"name", "lingqu"}}));
    return Json::object({
        {"openapi", "3.1.0"},
        {"info", Json::object({{"title", "Lingqu — " + pack_.title.in(base::Language::kEn)},
                               {"version", "1"},
                               {"description", "Pack " + pack_.name + " " + pack_.version + ", " +
                                                   pack_.content_hash},
                               {"license", Json::object({{"name", "Apache-2.0"},
                                                         {"identifier", "Apache-2.0"}})}})},
        {"servers", Json::array({Json::object({{"url", "/api/v1"}})})},
        {"paths", Json(std::move(paths))},
        {"components", Json::object({{"schemas", Json(std::move(schemas))},
                                     {"securitySchemes", Json(std::move(security_schemes))}})},
    });
  }

 private:
  Json values_schema(const pack::RegisterEntry& entry) {
    Json::Object properties;
    for (const registers::Field& field : entry.schema.fields)
      properties.emplace_back(field.name, field_schema(field, pack_));
    return Json::object({{"type", "object"},
                         {"properties", Json(std::move(properties))},
                         {"additionalProperties", false}});
  }

  static Json enumeration(const std::vector<std::string_view>& names) {
    Json::Array items;
    for (const std::string_view name : names) items.emplace_back(name);
    return Json::object({{"type", "string"}, {"enum", Json(std::move(items))}});
  }

  void add_schemas(const pack::RegisterEntry& entry, Json::Object& schemas) {
    const std::string name = type_name(entry.schema.name);
    std::vector<std::string_view> states;
    for (const lifecycle::State& state : entry.lifecycle.states) states.push_back(state.name);
    schemas.emplace_back(name + "Values", values_schema(entry));
    schemas.emplace_back(name + "State", enumeration(states));
    const auto with_values = [&](std::string_view base) {
      return Json::object(
          {{"allOf",
            Json::array(
                {reference(std::string(base)),
                 Json::object(
                     {{"properties", Json::object({{"values", reference(name + "Values")},
                                                   {"state", reference(name + "State")}})}})})}});
    };
    schemas.emplace_back(name + "Record", with_values("Record"));
    schemas.emplace_back(name + "Row", with_values("Row"));
    schemas.emplace_back(
        name + "List",
        Json::object(
            {{"allOf",
              Json::array(
                  {reference("List"),
                   Json::object(
                       {{"properties",
                         Json::object(
                             {{"records",
                               Json::object({{"type", "array"},
                                             {"items", reference(name + "Row")}})}})}})})}}));
    schemas.emplace_back(
        name + "ActReply",
        Json::object(
            {{"allOf",
              Json::array(
                  {reference("ActReply"),
                   Json::object(
                       {{"properties",
                         Json::object(
                             {{"record",
                               Json::object(
                                   {{"anyOf",
                                     Json::array({reference(name + "Record"),
                                                  Json::object({{"type", "null"}})})}})}})}})})}}));
    for (const lifecycle::Act& act : entry.lifecycle.acts)
      if (!act.by.empty())
        schemas.emplace_back(name + type_name(act.name) + "Act", act_schema(entry, act, name));
  }

  // The body of one act: the values it may set.
  Json act_schema(const pack::RegisterEntry& entry, const lifecycle::Act& act,
                  const std::string& name) {
    Json::Object properties;
    for (const registers::Field& field : entry.schema.fields)
      if (act.may_set(field.name))
        properties.emplace_back(field.name,
                                Json::object({{"$ref", "#/components/schemas/" + name +
                                                           "Values/properties/" + field.name}}));
    Json values = Json::object({{"type", "object"},
                                {"properties", Json(std::move(properties))},
                                {"additionalProperties", false}});
    Json own = Json::object({{"properties", Json::object({{"values", std::move(values)}})}});
    if (act.creates())
      own.if_object()->front().second.set("act", Json::object({{"const", Json(act.name)}}));
    Json schema = Json::object(
        {{"title", Json(act.title.in(base::Language::kEn))}, {"description", Json(act.title.zh)}});
    schema.set("allOf",
               Json::array({reference(act.creates() ? "Creation" : "Act"), std::move(own)}));
    return schema;
  }

  void add_route(const Route& route) {
    if (route.pattern.find("{register}") == std::string_view::npos) {
      add_operation(std::string(route.pattern), route, nullptr, nullptr);
      return;
    }
    for (const pack::RegisterEntry& entry : pack_.registers) {
      std::string path(route.pattern);
      path.replace(path.find("{register}"), 10, entry.schema.name);
      if (path.find("{act}") == std::string::npos) {
        add_operation(path, route, &entry, nullptr);
        continue;
      }
      for (const lifecycle::Act& act : entry.lifecycle.acts) {
        if (act.creates() || act.by.empty()) continue;
        std::string act_path = path;
        act_path.replace(act_path.find("{act}"), 5, act.name);
        add_operation(act_path, route, &entry, &act);
      }
    }
  }

  void add_operation(const std::string& path, const Route& route, const pack::RegisterEntry* entry,
                     const lifecycle::Act* act) {
    std::string id(route.id);
    std::string summary(route.summary);
    if (entry) id += "_" + entry->schema.name;
    if (act) {
      id += "_" + act->name;
      summary += ": " + act->title.in(base::Language::kEn);
    }
    Json operation = Json::object({{"operationId", Json(id)},
                                   {"summary", Json(summary)},
                                   {"tags", Json::array({Json(route.tag)})}});
    if (entry)
      operation.set("description",
                    Json(entry->schema.title.zh + (act ? " · " + act->title.zh : "")));
    Json::Array parameters = path_parameters(path);
    for (Json& parameter : query_parameters(route.query, entry ? &entry->schema : nullptr))
      parameters.push_back(std::move(parameter));
    if (route.command) add_act_headers(parameters, !act);
    if (!parameters.empty()) operation.set("parameters", Json(std::move(parameters)));
    if (route.body != Body::kNone) operation.set("requestBody", body_of(route, entry, act));
    operation.set("responses", responses_of(route, entry));
    if (route.login == Login::kAccount || route.login == Login::kAuditor)
      operation.set("security", Json::array({Json::object({{"bearer", Json(Json::Array{})}}),
                                             Json::object({{"session", Json(Json::Array{})}})}));
    paths_[path].set(base::ascii_lower(route.method), std::move(operation));
  }

  static Json::Array path_parameters(const std::string& path) {
    Json::Array out;
    for (size_t at = 0; (at = path.find('{', at)) != std::string::npos; ++at) {
      const std::string name = path.substr(at + 1, path.find('}', at) - at - 1);
      const bool number = name == "id" || name == "leaf";
      Json schema = number ? Json::object({{"type", "integer"}, {"minimum", Json(0)}})
                           : Json::object({{"type", "string"}});
      out.push_back(Json::object({{"name", Json(name)},
                                  {"in", "path"},
                                  {"required", true},
                                  {"schema", std::move(schema)}}));
    }
    return out;
  }

  static Json header(std::string_view name, std::string_view description) {
    return Json::object({{"name", Json(name)},
                         {"in", "header"},
                         {"description", Json(description)},
                         {"schema", Json::object({{"type", "string"}})}});
  }
  static void add_act_headers(Json::Array& parameters, bool creation) {
    if (!creation) parameters.push_back(header("If-Match", "The version looked at, in quotes"));
    parameters.push_back(header("Idempotency-Key", "A repeated key returns the first reply"));
    parameters.push_back(header("Prefer", "return=minimal leaves the record out of the reply"));
  }

  Json body_of(const Route& route, const pack::RegisterEntry* entry, const lifecycle::Act* act) {
    if (route.body == Body::kBytes)
      return Json::object(
          {{"required", true},
           {"content", Json::object({{"application/octet-stream", Json::object({})}})}});
    Json schema = reference(std::string(route.request));
    const std::string name = entry ? type_name(entry->schema.name) : "";
    if (act) schema = reference(name + type_name(act->name) + "Act");
    if (entry && route.request == "Creation") schema = creations_of(*entry, name);
    return Json::object(
        {{"required", true},
         {"content",
          Json::object({{"application/json", Json::object({{"schema", std::move(schema)}})}})}});
  }

  Json creations_of(const pack::RegisterEntry& entry, const std::string& name) {
    Json::Array choices;
    for (const lifecycle::Act& act : entry.lifecycle.acts)
      if (act.creates() && !act.by.empty())
        choices.push_back(reference(name + type_name(act.name) + "Act"));
    if (choices.empty()) return reference("Creation");
    return Json::object({{"anyOf", Json(std::move(choices))}});
  }

  Json responses_of(const Route& route, const pack::RegisterEntry* entry) {
    Json success = Json::object({{"description", "Success"}});
    if (route.reply == "bytes")
      success.set("content", Json::object({{"application/octet-stream", Json::object({})}}));
    else if (route.reply == "events")
      success.set("content", Json::object({{"text/event-stream", Json::object({})}}));
    else if (!route.reply.empty()) {
      std::string name(route.reply);
      if (entry && (name == "List" || name == "Record" || name == "ActReply"))
        name = type_name(entry->schema.name) + name;
      success.set(
          "content",
          Json::object({{"application/json", Json::object({{"schema", reference(name)}})}}));
    }
    Json problem = Json::object(
        {{"description", "A problem, RFC 9457"},
         {"content", Json::object({{"application/problem+json",
                                    Json::object({{"schema", reference("Problem")}})}})}});
    return Json::object(
        {{std::to_string(route.status), std::move(success)}, {"default", std::move(problem)}});
  }

  const pack::Pack& pack_;
  std::map<std::string, Json> paths_;
};

}  // namespace

std::string openapi_json(const pack::Pack& pack) {
  return wire::to_text(Description(pack).make());
}

}  // namespace lingqu::http
