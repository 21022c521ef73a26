#include "evidence/detail/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file.hpp"

namespace lingqu::evidence::detail {
namespace {

constexpr uint64_t kLargestKeyFile = 65536;

base::Error io_error(const std::string& path, int error) {
  return base::Error(base::ErrorCode::kIo)
      .with("file", path)
      .with("reason", std::generic_category().message(error));
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// Written under another name and linked into place, so that a crash never leaves half a key and no
// file is ever replaced.
base::Status write_new(const std::string& path, std::string_view content) {
  const std::string draft = path + ".new";
  ::unlink(draft.c_str());
  const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                          S_IRUSR | S_IWUSR);
  if (file < 0) return io_error(path, errno);
  bool good = write_all(file, content) && ::fsync(file) == 0;
  int error = errno;
  if (::close(file) != 0 && good) {
    good = false;
    error = errno;
  }
  if (good && ::link(draft.c_str(), path.c_str()) != 0) {
    good = false;
    error = errno;
  }
  ::unlink(draft.c_str());
  if (!good) return io_error(path, error);
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int directory =
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return io_error(path, errno);
  const bool synced = ::fsync(directory) == 0;
  error = errno;
  ::close(directory);
  if (!synced) return io_error(path, error);
  return {};
}

}  // namespace

base::Result<merkle::PrivateKey> read_key_file(const std::string& path) {
  LINGQU_TRY(pem, base::read_file(path, kLargestKeyFile));
  base::Result<merkle::PrivateKey> key = merkle::PrivateKey::from_pem(pem);
  if (key.ok()) return key;
  return base::Error(base::ErrorCode::kIo)
      .with("file", path)
      .with("reason", base::Text{"不是可用的私钥文件（PKCS#8 PEM）",
                                 "not a usable private key (PKCS#8 PEM)"});
}

base::Result<merkle::PrivateKey> make_key_file(const std::string& path,
                                               merkle::SignatureAlgorithm algorithm) {
  LINGQU_TRY(key, merkle::PrivateKey::generate(algorithm));
  LINGQU_CHECK(write_new(path, key.to_pem()));
  return key;
}

}  // namespace lingqu::evidence::detail
