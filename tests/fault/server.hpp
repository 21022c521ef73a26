// `lingqu serve` as a process on a data folder of its own, with an organisation, an account and a token to write with.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

struct sqlite3;

namespace lingqu::engine {
class Engine;
}

namespace lingqu::fault {

class Server {
 public:
  Server();  // makes the folder and the account; starts nothing
  // On another pack (a folder below the source), with what `prepare` puts into it.
  Server(const std::string& pack, const std::function<void(engine::Engine&)>& prepare);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // Starts the process and waits until it answers; milliseconds from start to answer. `largest_file`: no file may grow beyond (0: any).
  int start(uint64_t largest_file = 0);
  void kill();  // as kill -9, and waits for the process's end
  bool log_checks() const;  // `lingqu log check`
  // The number in the first column of the first row; -1 without one. While the server runs.
  int64_t number(const std::string& sql);
  // All rows, each column as text.
  std::vector<std::vector<std::string>> rows(const std::string& sql);

  uint16_t port() const { return port_; }
  const std::string& token() const { return token_; }
  const std::string& folder() const { return folder_; }

 private:
  void make_folder();
  void open_engine(const std::function<void(engine::Engine&)>& prepare) const;
  void add_writer(engine::Engine& engine);
  std::string pack_, folder_, token_;
  pid_t pid_ = 0;
  sqlite3* database_ = nullptr;
  uint16_t port_ = 0;
};

}  // namespace lingqu::fault
