#include "fault/server.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "engine/engine.hpp"
#include "fault/client.hpp"

namespace lingqu::fault {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds(60);

template <class T>
T take(base::Result<T> result) {
  if (!result.ok()) FAIL(base::to_string(result.error(), base::Language::kEn));
  return std::move(result).value();
}

// Starts the program with its output into `output`; only calls that are safe after fork.
pid_t spawn(const std::vector<std::string>& arguments, int output, uint64_t largest_file) {
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  if (largest_file > 0) {
    const rlimit limit{largest_file, largest_file};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

// The port in "… — http://127.0.0.1:PORT"; 0 while it is not there.
uint16_t port_in(const std::string& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const size_t at = line.find("http://127.0.0.1:");
    if (at != std::string::npos && !in.eof()) return static_cast<uint16_t>(std::atoi(line.c_str() + at + 17));
  }
  return 0;
}

}  // namespace

Server::Server() : pack_(std::string(LINGQU_SOURCE_DIR) + "/tests/support/packs/small") {
  make_folder();
  open_engine([this](engine::Engine& engine) { add_writer(engine); });
}

Server::Server(const std::string& pack, const std::function<void(engine::Engine&)>& prepare) : pack_(std::string(LINGQU_SOURCE_DIR) + "/" + pack) {
  make_folder();
  open_engine(prepare);
}

void Server::make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lingqu-fault-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
}

Server::~Server() {
  kill();
  std::filesystem::remove_all(folder_);
}

void Server::open_engine(const std::function<void(engine::Engine&)>& prepare) const {
  base::SystemClock clock;
  base::SystemRandom random;
  engine::Settings settings;
  settings.data_folder = folder_;
  settings.database = "sqlite:" + folder_ + "/lingqu.db";
  settings.pack_folder = pack_;
  prepare(*take(engine::Engine::open(settings, clock, random)));
}

void Server::add_writer(engine::Engine& engine) {
  lifecycle::Actor system;
  system.system = true;
  engine::ActCommand organisation;
  organisation.register_name = "organisation";
  organisation.act = "register";
  organisation.values = wire::Json::object({{"name", "样大学"}, {"code", "91450100100000001N"}});
  organisation.actor = system;
  const int64_t id = take(engine.act(organisation)).record;
  engine::AccountCommand command;
  command.login = command.name = "writer";
  command.password = "gute-Nacht-7-Lieder";
  command.memberships = {{{id, "office"}}};
  lifecycle::Actor writer;
  writer.account = take(engine.create_account(command, system)).id;
  token_ = take(engine.create_token("fault", 30, writer));
}

int Server::start(uint64_t largest_file) {
  const std::string file = folder_ + "/output";
  const int output = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const auto begun = Clock::now();
  pid_ = spawn({LINGQU_PROGRAM, "serve", "--data", folder_, "--pack", pack_, "--port", "0"}, output, largest_file);
  REQUIRE(pid_ > 0);
  ::close(output);
  while ((port_ = port_in(file)) == 0) {
    REQUIRE(Clock::now() - begun < kPatience);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  for (;;) {
    const auto reply = Client(port_).send("GET", "/api/v1/session", token_);
    if (reply && reply->status == 200) break;
    REQUIRE(Clock::now() - begun < kPatience);
  }
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count());
}

void Server::kill() {
  if (pid_ <= 0) return;
  // Before the server's own: the last connection that closes would tidy up what the next start is to recover from.
  sqlite3_close(database_);
  database_ = nullptr;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

bool Server::log_checks() const {
  const int output = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const pid_t pid = spawn({LINGQU_PROGRAM, "log", "check", "--data", folder_, "--pack", pack_}, output, 0);
  ::close(output);
  int status = -1;
  return pid > 0 && ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int64_t Server::number(const std::string& sql) {
  REQUIRE(pid_ > 0);
  if (!database_) REQUIRE(sqlite3_open_v2((folder_ + "/lingqu.db").c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
  sqlite3_busy_timeout(database_, 5000);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) FAIL(sqlite3_errmsg(database_));
  const int64_t value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  sqlite3_finalize(statement);
  return value;
}

std::vector<std::vector<std::string>> Server::rows(const std::string& sql) {
  number("SELECT 1");  // opens the database
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) FAIL(sqlite3_errmsg(database_));
  std::vector<std::vector<std::string>> rows;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* text = sqlite3_column_text(statement, i);
      rows.back().emplace_back(text ? reinterpret_cast<const char*>(text) : "");
    }
  }
  sqlite3_finalize(statement);
  return rows;
}

}  // namespace lingqu::fault
