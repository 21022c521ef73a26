#include "engine/followers/vector_cache.hpp"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstring>

#include "store/schema.hpp"

namespace lingqu::engine {

namespace {

// Figures as the machine has them: the file is not for another one.
std::string bytes_of_vector(const match::Vector& vector) { return {reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float)}; }

match::Vector vector_of_bytes(std::string_view bytes) {
  match::Vector vector(bytes.size() / sizeof(float));
  std::memcpy(vector.data(), bytes.data(), vector.size() * sizeof(float));
  return vector;
}

}  // namespace

base::Result<std::unique_ptr<VectorCache>> VectorCache::open_once(const std::string& path) {
  LINGQU_TRY(database, store::open_database("sqlite:" + path));
  LINGQU_TRY(writer, database->connect(true));
  store::Table table;
  table.name = "vector";
  table.columns = {{"key", store::ColumnType::kBlob, true}, {"figures", store::ColumnType::kBlob, true}};
  table.primary_key = {"key"};
  LINGQU_CHECK(store::migrate(*writer, {table}, ""));
  return std::unique_ptr<VectorCache>(new VectorCache(std::move(database), std::move(writer)));
}

base::Result<std::unique_ptr<VectorCache>> VectorCache::open(const std::string& path) {
  auto opened = open_once(path);
  if (opened.ok()) return opened;
  spdlog::warn("the vectors of the last start cannot be read and are asked for again: {}", base::to_string(opened.error(), base::Language::kEn));
  for (const char* ending : {"", "-wal", "-shm"}) std::remove((path + ending).c_str());
  return open_once(path);
}

merkle::Digest VectorCache::key_of(const std::string& model, const std::string& text) {
  return merkle::hash(merkle::HashAlgorithm::kSha256, model + '\0', text);
}

base::Result<std::optional<match::Vector>> VectorCache::find(const merkle::Digest& key) {
  LINGQU_TRY(connection, database_->reader());
  LINGQU_TRY(statement, connection->prepare("SELECT figures FROM vector WHERE key = $1"));
  statement->bind_blob(1, merkle::bytes_of(key));
  LINGQU_TRY(found, statement->step());
  std::optional<match::Vector> vector;
  if (found) vector = vector_of_bytes(statement->text(0));
  statement->reset();
  return vector;
}

base::Status VectorCache::add(const std::vector<std::pair<merkle::Digest, match::Vector>>& vectors) {
  LINGQU_TRY(transaction, store::Transaction::write(*writer_));
  LINGQU_TRY(statement, writer_->prepare("INSERT INTO vector (key, figures) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING"));
  for (const auto& [key, vector] : vectors) {
    statement->bind_blob(1, merkle::bytes_of(key));
    statement->bind_blob(2, bytes_of_vector(vector));
    LINGQU_CHECK(statement->run());
  }
  return transaction.commit();
}

}  // namespace lingqu::engine
