#include "base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace lingqu::base {

namespace {

namespace fs = std::filesystem;

Error io_error(const std::string& path, const std::string& reason) {
  return Error(ErrorCode::kIo).with("file", path).with("reason", reason);
}

Error io_error(const std::string& path, int error) {
  return io_error(path, std::generic_category().message(error));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  // close(2) may be the first to report a failed write.
  int close() {
    const int result = ::close(fd_);
    fd_ = -1;
    return result;
  }

 private:
  int fd_;
};

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Status sync_folder(const std::string& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return io_error(folder, errno);
  return {};
}

Status write_all(int fd, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error(path, errno);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

// A name beside the target that no other thread or process uses.
std::string temporary_name(const std::string& path) {
  static std::atomic<uint64_t> counter{0};
  return path + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
}

Status write_durably(const std::string& temporary, const std::string& path,
                     std::string_view content, unsigned mode) {
  Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0) return io_error(path, errno);
  struct stat existing {};
  if (::stat(path.c_str(), &existing) == 0 && ::fchmod(fd.get(), existing.st_mode & 07777) != 0)
    return io_error(path, errno);
  LINGQU_CHECK(write_all(fd.get(), path, content));
  if (::fsync(fd.get()) != 0 || fd.close() != 0) return io_error(path, errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error(path, errno);
  return sync_folder(folder_of(path));
}

}  // namespace

Result<std::string> read_file(const std::string& path, uint64_t limit) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) return io_error(path, errno);
  const Error too_large = Error(ErrorCode::kTooLarge).with("limit", std::to_string(limit) + " B");
  std::string content;
  if (S_ISREG(status.st_mode)) {
    if (static_cast<uint64_t>(status.st_size) > limit) return too_large;
    content.reserve(static_cast<size_t>(status.st_size) + 1);
  }
  constexpr size_t kChunk = size_t{1} << 16;
  while (true) {
    const size_t before = content.size();
    content.resize(std::max(content.capacity(), before + kChunk));
    const ssize_t got = ::read(fd.get(), content.data() + before, content.size() - before);
    if (got < 0 && errno != EINTR) return io_error(path, errno);
    content.resize(before + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (content.size() > limit) return too_large;
    if (got == 0) return content;
  }
}

Status write_file(const std::string& path, std::string_view content, unsigned mode) {
  const std::string temporary = temporary_name(path);
  Status status = write_durably(temporary, path, content, mode);
  if (!status.ok()) ::unlink(temporary.c_str());
  return status;
}

Status make_folders(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error && !fs::is_directory(path, error) && !error)
    error = std::make_error_code(std::errc::not_a_directory);
  if (error) return io_error(path, error.message());
  return {};
}

bool file_exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<std::vector<std::string>> list_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    if (fs::is_regular_file(status))
      files.push_back(it->path().lexically_relative(folder).string());
  }
  if (error) return io_error(folder, error.message());
  std::sort(files.begin(), files.end());
  return files;
}

Result<FolderLock> FolderLock::take(const std::string& folder) {
  const std::string path = folder + "/lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return io_error(path, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return Error(ErrorCode::kInUse).with("folder", folder);
  }
  return FolderLock(descriptor);
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace lingqu::base
