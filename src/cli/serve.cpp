// The composition root: clock, engine, demonstration data, server, in this order.
#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "cli/demo.hpp"
#include "cli/session.hpp"
#include "embedding/service.hpp"
#include "http/server.hpp"
#include "verify/verify.hpp"

namespace lingqu::cli {

namespace fs = std::filesystem;

namespace {

constexpr uint64_t kLongestKey = 4'096;  // bytes

std::string web_folder(const std::string& given) {
  if (!given.empty()) return given;
  const std::string own = program_folder();
  for (const std::string& candidate : {std::string("web/dist"), own + "/web", own + "/../../web/dist", own + "/../share/lingqu/web"})
    if (fs::exists(candidate + "/index.html")) return candidate;
  return "";
}

wire::Json verify_report(const std::string& bundle) {
  auto report = wire::parse_json(verify::to_json(verify::verify_bundle(bundle)));
  return report.ok() ? std::move(*report) : wire::Json();
}

void print_first_steps(engine::Engine& engine, const ServeOptions& options) {
  auto accounts = engine.count_accounts();
  if (!accounts.ok() || *accounts > 0) return;
  std::string role;
  for (const auto& declared : engine.pack()->roles)
    if (declared.manages_accounts && role.empty()) role = declared.name;
  fmt::print(
      "\n还没有账号。请停止服务（Ctrl+C），建立第一个管理员后再启动：\nThere is no account yet. Stop the server, create the first administrator, and start it again:\n\n"
      "  lingqu user add admin --role {} --data {} --pack {}\n\n",
      role, options.place.data, options.place.pack);
}

// The service that the options name; null: none.
base::Result<std::shared_ptr<match::Embedder>> embedder_of(const ServeOptions& options) {
  if (options.embeddings.empty()) return std::shared_ptr<match::Embedder>();
  std::string key;
  if (!options.embeddings_key_file.empty()) {
    LINGQU_TRY(text, base::read_file(options.embeddings_key_file, kLongestKey));
    key = base::trim(text);
  } else if (const char* given = std::getenv("LINGQU_EMBEDDINGS_KEY")) {
    key = given;
  }
  return embedding::open_service({options.embeddings, options.embeddings_model, key});
}

}  // namespace

int serve(const ServeOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe on standard output or a socket is an error of that write, not the end of the server
  base::ShiftedClock clock;
  base::SystemRandom random;
  engine::Settings engine_settings = settings_of(options.place);
  auto embedder = embedder_of(options);
  if (!embedder.ok()) return fail(embedder.error(), options.place.json);
  engine_settings.embeddings.service = *embedder;
  auto engine = engine::Engine::open(engine_settings, clock, random);
  if (!engine.ok()) return fail(engine.error(), options.place.json);
  if (options.demo) {
    Progress progress("demo");
    if (auto played = play_demo(**engine, clock, progress.callback()); !played.ok()) return fail(played.error(), options.place.json);
  }
  http::ServerSettings settings;
  settings.address = options.address;
  settings.port = options.port;
  settings.web_folder = web_folder(options.web);
  settings.demo = options.demo;
  settings.test_clock = options.test_clock ? &clock : nullptr;
  settings.verify = verify_report;
  settings.tls_certificate = options.tls_certificate;
  settings.tls_key = options.tls_key;
  settings.handle_signals = true;
  auto server = http::Server::start(**engine, settings);
  if (!server.ok()) return fail(server.error(), options.place.json);
  print_first_steps(**engine, options);
  fmt::print("{} — http{}://{}:{}\n", (*engine)->pack()->title.zh, options.tls_key.empty() ? "" : "s", options.address, (*server)->port());
  if (*embedder) fmt::print("匹配所用文本将发送至 {}（模型 {}）\nTexts of matching are sent to {} (model {})\n", options.embeddings, options.embeddings_model, options.embeddings, options.embeddings_model);
  std::fflush(stdout);
  (*server)->wait();
  return kDone;
}

}  // namespace lingqu::cli
