// Clients that write until the server is gone or enough is written, and remember what was acknowledged.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "fault/client.hpp"
#include "fault/server.hpp"
#include "wire/json.hpp"

namespace lingqu::fault {

struct Acknowledged {
  int64_t record = 0, version = 0, leaf = 0;
};

class Writers {
 public:
  static constexpr int kClients = 32;
  static constexpr int kActsEach = 500;  // at most, a round
  static constexpr int kEnoughRefusals = 200;

  explicit Writers(const Server& server) : port_(server.port()), token_(server.token()), done_(kClients) {
    for (int i = 0; i < kClients; ++i) threads_.emplace_back([this, i] {
        write(done_[static_cast<size_t>(i)]);
        --at_work_;
      });
  }
  ~Writers() { join(); }
  void stop() { stopping_ = true; }
  void join() {
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  int acknowledged() const { return count_; }
  int refused() const { return refused_; }
  bool at_work() const { return at_work_ > 0; }
  // After join.
  std::vector<Acknowledged> all() const {
    std::vector<Acknowledged> all;
    for (const auto& one : done_) all.insert(all.end(), one.begin(), one.end());
    return all;
  }

 private:
  // Creates a record, edits it twice, and so on.
  void write(std::vector<Acknowledged>& done) {
    Client client(port_);
    int64_t record = 0;
    for (int i = 0; i < kActsEach && !stopping_; ++i) {
      const bool creates = i % 3 == 0 || record == 0;
      const std::string number = std::to_string(i);
      const auto reply = creates ? client.send("POST", "/api/v1/records/thing", token_, R"({"values": {"title": "成果)" + number + R"(", "contact": "某人"}})")
                                 : client.send("POST", "/api/v1/records/thing/" + std::to_string(record) + "/acts/edit", token_, R"({"values": {"count": )" + number + "}}");
      if (!reply) return;
      if (reply->status / 100 != 2) {
        if (++refused_ > kEnoughRefusals) return;
        continue;
      }
      const auto json = wire::parse_json(reply->body);
      if (!json.ok()) return;
      record = json->int_at("id").value_or(0);
      done.push_back({record, json->int_at("version").value_or(-1), json->int_at("leaf").value_or(-1)});
      ++count_;
    }
  }

  uint16_t port_;
  std::string token_;
  std::vector<std::vector<Acknowledged>> done_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> count_{0}, refused_{0}, at_work_{kClients};
  std::vector<std::thread> threads_;
};

// Whether the store holds an acknowledged act: the leaf at its place, of that record and version, and the record no older.
inline bool holds(Server& server, const Acknowledged& act) {
  const std::string leaf = "SELECT count(*) FROM log_leaf WHERE sequence = " + std::to_string(act.leaf) + " AND register = 'thing' AND record = " +
                           std::to_string(act.record) + " AND text LIKE '%\"version\":" + std::to_string(act.version) + "}'";
  const std::string record = "SELECT count(*) FROM r_thing WHERE id = " + std::to_string(act.record) + " AND version >= " + std::to_string(act.version) +
                             " AND last_leaf >= " + std::to_string(act.leaf);
  return server.number(leaf) == 1 && server.number(record) == 1;
}

}  // namespace lingqu::fault
