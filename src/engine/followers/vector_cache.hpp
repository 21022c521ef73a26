// Vectors that a service made, kept in the data folder by model and text, so that a restart does not ask for them again. Derived: the file may
// be deleted while no server runs, and one that cannot be read is made anew.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "match/embedding.hpp"
#include "merkle/hash.hpp"
#include "store/database.hpp"

namespace lingqu::engine {

class VectorCache {
 public:
  static base::Result<std::unique_ptr<VectorCache>> open(const std::string& path);
  // Of a text for a model.
  static merkle::Digest key_of(const std::string& model, const std::string& text);

  // Any thread.
  base::Result<std::optional<match::Vector>> find(const merkle::Digest& key);
  // One thread at a time. In one transaction.
  base::Status add(const std::vector<std::pair<merkle::Digest, match::Vector>>& vectors);

 private:
  VectorCache(std::unique_ptr<store::Database> database, std::unique_ptr<store::Connection> writer)
      : database_(std::move(database)), writer_(std::move(writer)) {}
  static base::Result<std::unique_ptr<VectorCache>> open_once(const std::string& path);

  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Connection> writer_;
};

}  // namespace lingqu::engine
