// A request with all that middleware found out about it: what handlers see.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "engine/engine.hpp"
#include "http/exchange.hpp"
#include "http/server.hpp"
#include "http/url.hpp"

namespace lingqu::http {

class EventHub;
class StaticFiles;
class PackDocuments;
struct Route;

// What handlers may use.
struct Services {
  engine::Engine& engine;
  const ServerSettings& settings;
  EventHub& events;
  StaticFiles& files;
  PackDocuments& documents;
  bool tls = false;
};

struct Call final : Exchange {
  explicit Call(Services& s) : services(s) {}

  Services& services;
  const Route* route = nullptr;         // null: a file of the web client
  std::vector<std::string> parameters;  // what the {…} of the route's pattern matched, in order
  Target target;
  std::optional<engine::Caller> caller;  // nothing: the public
  std::string session;                   // the secret of its cookie session, if it came with one
  base::Language language = base::Language::kZh;
  bool minimal = false;  // an act reply without the record
  uint64_t number = 0;   // of the request, for its id
  int64_t began_us = 0;

  engine::Engine& engine() const { return services.engine; }
  const Query& query() const { return target.query; }
  const lifecycle::Actor* actor() const { return caller ? &caller->actor : nullptr; }
  const std::string& parameter(size_t index) const { return parameters[index]; }
  // The record id in that place of the path; kNotFound if it is none.
  base::Result<int64_t> id(size_t index) const;
};

}  // namespace lingqu::http
