#include "http/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace lingqu::http {

namespace {

base::Error io_error() {
  return base::Error(base::ErrorCode::kIo)
      .with("file", "temporary file")
      .with("reason", std::strerror(errno));
}

}  // namespace

Spool::~Spool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Status Spool::append(std::string_view bytes) {
  buffer_.append(bytes);
  return buffer_.size() < limit_ ? base::Status() : write_out();
}

base::Status Spool::write_out() {
  if (descriptor_ < 0) {
    const std::string folder = std::filesystem::temp_directory_path().string();
    descriptor_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  }
  if (descriptor_ < 0) return io_error();
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return io_error();
    rest.remove_prefix(static_cast<size_t>(count));
  }
  written_ += buffer_.size();
  buffer_.clear();
  return {};
}

base::Status Spool::finish(Response& response) {
  if (descriptor_ < 0) {
    response.body = std::move(buffer_);
    return {};
  }
  LINGQU_CHECK(write_out());
  response.file_body = std::make_shared<FileBody>(descriptor_, written_);
  descriptor_ = -1;
  return {};
}

}  // namespace lingqu::http
