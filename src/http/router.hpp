// The table of routes and the search in it. Dispatch and the API description both come from this
// table (routes.cpp).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/commands.hpp"
#include "http/call.hpp"
#include "http/limits.hpp"

namespace lingqu::http {

enum class Place {
  kIo,
  kReader,
  kSlow
};  // the thread an answer is made on: io (must not block), database reads, long work
// kAuditor: an account with a role that audits. kSigningIn: a session that may come along is not
// looked at.
enum class Login { kAnyone, kAccount, kAuditor, kSigningIn };
enum class Body { kNone, kJson, kBytes };

// decode → call the engine → encode
using Answer = base::Result<Response> (*)(Call&);
// Acts are decoded here, queued, and answered after their commit without a thread waiting.
using MakeCommand = base::Result<engine::ActCommand> (*)(Call&);

struct Route {
  std::string_view method{};
  std::string_view pattern{};  // below /api/v1
  std::string_view id{};       // operationId
  Place place = Place::kReader;
  Answer answer = nullptr;  // or
  MakeCommand command = nullptr;
  Login login = Login::kAnyone;
  Body body = Body::kNone;
  uint64_t Limits::*limit = &Limits::json_body;
  std::string_view tag{};
  std::string_view summary{};
  std::string_view query{};    // names of query parameters, described in openapi_parameters.cpp;
                               // "fields": one per field
  std::string_view request{};  // schema of the body; "" = none or bytes
  std::string_view reply{};    // schema of the reply; "" = no content; "bytes", "events"
  int status = 200;            // of success
};

std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;
  std::vector<std::string> parameters;
  std::string allowed;  // methods of this path when the method does not fit, "GET, HEAD, OPTIONS";
                        // empty: no such path
};
// `segments`: of the path below /api/v1. HEAD finds the GET route.
Match find_route(std::string_view method, std::span<const std::string> segments);

}  // namespace lingqu::http
