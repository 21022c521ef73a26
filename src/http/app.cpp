#include "http/app.hpp"

#include <algorithm>
#include <chrono>

#include "base/random.hpp"
#include "http/encode/record_json.hpp"
#include "http/handlers/handlers.hpp"
#include "http/log.hpp"
#include "http/negotiate.hpp"
#include "http/problem.hpp"

namespace lingqu::http {

namespace {

using base::ErrorCode;

constexpr size_t kInlineBody = 32u << 10;  // larger bodies of acts are not parsed on the io thread
constexpr size_t kWorthZipping = 1'400;
constexpr std::string_view kApi = "/api/";

int64_t now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

// A secret as the engine makes them: no more than printable ASCII without blanks, of bounded
// length.
bool is_secret(std::string_view text) {
  return !text.empty() && text.size() <= 256 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_api(std::string_view path) {
  return path.starts_with(kApi) || path == "/api";
}

base::Error not_found(std::string_view path) {
  return base::Error(ErrorCode::kNotFound)
      .with("what", base::is_utf8(path) ? path.substr(0, 120) : "");
}

Response options_response(const std::string& allowed) {
  return empty_response(204).with("Allow", allowed);
}

base::Error method_error(const Call& call, const std::string& allowed) {
  return base::Error(ErrorCode::kMethodNotAllowed)
      .with("method", call.request.method)
      .with("allowed", allowed);
}

}  // namespace

App::App(engine::Engine& engine, const ServerSettings& settings)
    : settings_(settings),
      files_(settings.web_folder),
      readers_(settings.worker_threads, settings.limits.queued_jobs),
      slow_(settings.slow_threads, 64),
      events_(engine, settings.limits,
              [this](std::function<void()> job) { return readers_.post(std::move(job)); }),
      services_{engine, settings, events_, files_, documents_} {
  base::SystemRandom random;
  id_prefix_ = base::to_hex(random.bytes(4));
}

App::~App() {
  stop();
}

void App::tick() {
  events_.tick();
  if (++ticks_ % 10 == 0) flush_log();
}

void App::stop() {
  {
    std::unique_lock lock(acts_mutex_);
    acts_done_.wait(lock, [this] { return acts_waiting_ == 0; });
  }
  readers_.stop();
  slow_.stop();
}

std::shared_ptr<Exchange> App::make_exchange() {
  return std::make_shared<Call>(services_);
}

std::string App::request_id(const Call& call) const {
  return id_prefix_ + "-" + std::to_string(call.number);
}

// --- the head
// -----------------------------------------------------------------------------------------------------------------

std::optional<Response> App::admit(Exchange& exchange, uint64_t& body_limit) {
  Call& call = static_cast<Call&>(exchange);
  call.began_us = now_us();
  call.number = ++requests_;
  call.language = preferred_language(call.request.header("accept-language"));
  std::optional<Response> refused;
  Response failed = fence(call, [&]() -> base::Result<Response> {
    LINGQU_TRY(early, admit_call(call, body_limit));
    refused = std::move(early);
    return Response{};
  });
  if (failed.status >= 400) return failed;
  return refused;
}

base::Result<std::optional<Response>> App::admit_call(Call& call, uint64_t& body_limit) {
  const Request& request = call.request;
  if (request.target == "*")
    return std::optional(options_response("GET, HEAD, POST, PATCH, DELETE, OPTIONS"));
  LINGQU_TRY(target, parse_target(request.target));
  call.target = std::move(target);
  body_limit = settings_.limits.json_body;
  if (!is_api(call.target.raw_path)) {
    if (request.method == "OPTIONS") return std::optional(options_response("GET, HEAD, OPTIONS"));
    if (request.method != "GET" && request.method != "HEAD")
      return method_error(call, "GET, HEAD, OPTIONS");
    return std::optional<Response>();
  }
  const auto& segments = call.target.segments;
  if (segments.size() < 2 || segments[1] != "v1") return not_found(call.target.raw_path);
  Match match = find_route(request.method, std::span(segments).subspan(2));
  if (match.allowed.empty()) return not_found(call.target.raw_path);
  if (request.method == "OPTIONS") return std::optional(options_response(match.allowed));
  if (!match.route) return method_error(call, match.allowed);
  call.route = match.route;
  call.parameters = std::move(match.parameters);
  LINGQU_CHECK(identify(call));
  body_limit = settings_.limits.*(match.route->limit);
  const std::string_view type = request.header("content-type");
  if (match.route->body == Body::kJson && !type.empty() && media_type(type) != "application/json")
    return base::Error(ErrorCode::kUnsupportedMedia)
        .with("type", base::is_utf8(type) ? type.substr(0, 80) : "")
        .with("allowed", "application/json");
  return std::optional<Response>();
}

// The caller, from a bearer token or a cookie session; whether the route lets it in; CSRF for
// cookie sessions.
base::Status App::identify(Call& call) {
  const Route& route = *call.route;
  const Request& request = call.request;
  if (route.login == Login::kSigningIn) {
    // Forms of other sites cannot send this type without asking first, which is never allowed.
    if (media_type(request.header("content-type")) == "application/json") return {};
    return base::Error(ErrorCode::kUnsupportedMedia)
        .with("type", "")
        .with("allowed", "application/json");
  }
  const std::string_view authorization = request.header("authorization");
  if (!authorization.empty()) {
    const bool bearer = equal_ignoring_case(authorization.substr(0, 7), "bearer ");
    const std::string secret(bearer ? base::trim(authorization.substr(7)) : std::string_view());
    if (!is_secret(secret)) return base::Error(ErrorCode::kUnauthenticated);
    LINGQU_TRY(caller, services_.engine.caller_of_token(secret));
    if (!caller) return base::Error(ErrorCode::kUnauthenticated);
    call.caller = std::move(caller);
  } else if (std::string secret = cookie(request.header("cookie"), "lingqu"); is_secret(secret)) {
    LINGQU_TRY(caller, services_.engine.caller_of_session(secret));
    call.caller = std::move(caller);
    if (call.caller) call.session = std::move(secret);
  }
  if (!call.session.empty() && !is_safe(request.method) &&
      !equal_in_constant_time(request.header("x-csrf-token"), call.caller->csrf))
    return base::Error(ErrorCode::kCsrf);
  if (route.login == Login::kAnyone) return {};
  if (!call.caller) return base::Error(ErrorCode::kUnauthenticated);
  if (route.login == Login::kAuditor && !call.caller->audits) {
    base::Text roles;
    for (const pack::Role& role : services_.engine.pack()->roles) {
      if (!role.audits) continue;
      roles.zh += (roles.zh.empty() ? "" : "、") + role.title.zh;
      roles.en += (roles.en.empty() ? "" : ", ") + role.title.in(base::Language::kEn);
    }
    return base::Error(ErrorCode::kForbidden)
        .with("act", base::Text{"查验存证日志", "inspect the evidence log"})
        .with("roles", std::move(roles));
  }
  return {};
}

// --- the handler
// --------------------------------------------------------------------------------------------------------------

// Errors become problems, exceptions an internal error with the request's id, which is logged.
template <class F>
Response App::fence(Call& call, F&& make) {
  std::string what;
  try {
    base::Result<Response> result = make();
    if (result.ok()) return std::move(result).value();
    if (result.error().status() >= 500 && result.error().code != ErrorCode::kBusy)
      log_error(request_id(call), base::to_string(result.error(), base::Language::kEn));
    return problem_response(result.error(), call.language);
  } catch (const std::exception& failure) {
    what = failure.what();
  } catch (...) {
    what = "unknown exception";
  }
  const std::string reference = request_id(call);
  log_error(reference, what);
  return problem_response(base::Error(ErrorCode::kInternal).with("reference", reference),
                          call.language);
}

Response App::answer(Call& call) {
  return fence(call, [&]() -> base::Result<Response> {
    if (!call.route) return static_file(call);
    return call.route->answer(call);
  });
}

Response App::static_file(Call& call) {
  std::string path;
  for (const std::string& segment : call.target.segments) path.append("/").append(segment);
  Response response = files_.serve(call.request, path);
  if (response.status == 404)
    return problem_response(not_found(call.target.raw_path), call.language);
  return response;
}

void App::handle(const std::shared_ptr<Exchange>& exchange) {
  const auto call = std::static_pointer_cast<Call>(exchange);
  const Place place = call->route ? call->route->place : Place::kReader;
  const bool act = call->route && call->route->command;
  const auto run = [this, call, act] {
    if (act) {
      submit(call);
      return;
    }
    Response response = answer(*call);
    compress(*call, response);
    call->respond(std::move(response));
  };
  if (place == Place::kIo && (!act || call->request.body.size() <= kInlineBody)) {
    run();
    return;
  }
  const int64_t give_up = now_us() + settings_.limits.query_ms * 1'000;
  const bool patient = place == Place::kSlow || act;
  const auto job = [call, run, give_up, patient] {
    if (patient || now_us() < give_up)
      run();
    else
      call->respond(problem_response(base::Error(ErrorCode::kBusy), call->language));
  };
  if (!(place == Place::kSlow ? slow_ : readers_).post(job))
    call->respond(problem_response(base::Error(ErrorCode::kBusy), call->language));
}

void App::submit(const std::shared_ptr<Call>& call) {
  Response failed = fence(*call, [&]() -> base::Result<Response> {
    LINGQU_TRY(command, call->route->command(*call));
    {
      const std::lock_guard lock(acts_mutex_);
      ++acts_waiting_;
    }
    services_.engine.submit(std::move(command), [this, call](base::Result<engine::ActReply> reply) {
      acted(call, std::move(reply));
      const std::lock_guard lock(acts_mutex_);
      if (--acts_waiting_ == 0) acts_done_.notify_all();
    });
    return Response{};
  });
  if (failed.status >= 400) call->respond(std::move(failed));
}

// On the engine's writer thread: hands the encoding to others.
void App::acted(const std::shared_ptr<Call>& call, base::Result<engine::ActReply> reply) {
  Call* const raw = call.get();  // the exchange owns what it responds with
  if (!reply.ok() || raw->minimal || reply->checked_only) {
    raw->respond_with([this, raw, kept = std::move(reply)] {
      return fence(*raw, [&]() -> base::Result<Response> {
        if (!kept.ok()) return kept.error();
        return act_response(*raw, *kept, nullptr);
      });
    });
    return;
  }
  const engine::ActReply done = *reply;
  const bool posted = readers_.post(
      [this, call, done] {
        Response response = fence(*call, [&]() -> base::Result<Response> {
          const auto view = services_.engine.read(call->parameter(0), done.record, call->actor());
          return act_response(*call, done, view.ok() ? &*view : nullptr);
        });
        compress(*call, response);
        call->respond(std::move(response));
      },
      true);
  if (!posted) raw->respond_with([raw, done] { return act_response(*raw, done, nullptr); });
}

// --- the reply
// ----------------------------------------------------------------------------------------------------------------

Response App::refuse(Refusal refusal, std::string_view reason, uint64_t limit) {
  base::Error error(ErrorCode::kBadRequest);
  switch (refusal) {
    case Refusal::kMalformed:
      break;
    case Refusal::kTargetTooLong:
      error = base::Error(ErrorCode::kTargetTooLong);
      break;
    case Refusal::kHeadTooLarge:
      error = base::Error(ErrorCode::kHeadTooLarge);
      break;
    case Refusal::kBodyTooLarge:
      error = base::Error(ErrorCode::kTooLarge);
      break;
    case Refusal::kTimeout:
      error = base::Error(ErrorCode::kRequestTimeout);
      break;
    case Refusal::kUnknownCoding:
    case Refusal::kUnknownMethod:
      error = base::Error(ErrorCode::kNotImplemented);
      break;
    case Refusal::kVersion:
      error = base::Error(ErrorCode::kHttpVersion);
      break;
    case Refusal::kBusy:
      error = base::Error(ErrorCode::kBusy);
      break;
    case Refusal::kInternal:
      error = base::Error(ErrorCode::kInternal);
      break;
  }
  const std::string text =
      refusal == Refusal::kTimeout           ? std::to_string(limit)
      : limit % (1u << 20) == 0 && limit > 0 ? std::to_string(limit >> 20) + " MiB"
      : limit % (1u << 10) == 0 && limit > 0 ? std::to_string(limit >> 10) + " KiB"
                                             : std::to_string(limit) + " B";
  error = std::move(error).with("reason", reason).with("limit", text).with("seconds", text);
  return problem_response(error, base::Language::kZh);
}

void App::compress(const Call& call, Response& response) const {
  if (!response.compressible || response.events || response.file_body) return;
  if (response.text().size() < kWorthZipping) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(call.request.header("accept-encoding"))) return;
  std::string zipped = gzip(response.text(), 1);
  if (zipped.empty() || zipped.size() >= response.text().size()) return;
  response.body = std::move(zipped);
  response.shared_body = nullptr;
  response.headers.emplace_back("Content-Encoding", "gzip");
}

void App::finish(Exchange& exchange, Response& response) {
  Call& call = static_cast<Call&>(exchange);
  if (call.number == 0) call.number = ++requests_;  // refused before it was admitted
  const std::string id = request_id(call);
  if (logs_access())
    log_access({.request_id = id,
                .method = call.request.method,
                .route = call.route ? call.route->pattern : "-",
                .status = response.status,
                .bytes = response.file_body ? response.file_body->size() : response.text().size(),
                .micros = call.began_us ? now_us() - call.began_us : 0,
                .account = call.caller ? call.caller->actor.account : 0});
  response.headers.emplace_back("X-Request-Id", id);
}

}  // namespace lingqu::http
