// The seam for files: whole reads, durable atomic writes. Errors are kIo with the path and the system's reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lingqu::base {

// Refuses files over `limit` bytes with kTooLarge.
Result<std::string> read_file(const std::string& path, uint64_t limit = uint64_t{1} << 30);
// Writes beside the target, fsyncs, renames, fsyncs the folder: the old content or the new, never a mix. A new file gets `mode`
// (less the umask; 0600 for keys), an existing one keeps its own.
Status write_file(const std::string& path, std::string_view content, unsigned mode = 0644);
Status make_folders(const std::string& path);
bool file_exists(const std::string& path);
// Regular files below `folder`, as paths relative to it, sorted bytewise. Does not follow links.
Result<std::vector<std::string>> list_files(const std::string& folder);

// The exclusive right to a folder, held until destruction (flock on <folder>/lock; ends with the process, whatever happens to it).
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& folder);  // kInUse when another process holds it
  FolderLock(FolderLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace lingqu::base
