#include "base/file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

using namespace lingqu::base;

namespace {

// A folder of its own for one test, removed afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-file-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

}  // namespace

TEST_CASE("what was written is read") {
  const Folder folder;
  const std::string path = folder / "文件.bin";
  for (const std::string& content : {std::string(), std::string("a\0b\n", 4),
                                     std::string(300'000, 'x'), std::string("shorter")}) {
    REQUIRE(write_file(path, content).ok());
    CHECK(read_file(path).value() == content);
  }
  CHECK(list_files(folder.path()).value() == std::vector<std::string>{"文件.bin"});
}

TEST_CASE("a new file gets the mode asked for, an existing one keeps its own") {
  const Folder folder;
  REQUIRE(write_file(folder / "key", "one", 0600).ok());
  CHECK(mode_of(folder / "key") == 0600);
  REQUIRE(::chmod((folder / "key").c_str(), 0640) == 0);
  REQUIRE(write_file(folder / "key", "two").ok());
  CHECK(mode_of(folder / "key") == 0640);
}

TEST_CASE("reading what cannot be read names path and reason") {
  const Folder folder;
  const Result<std::string> missing = read_file(folder / "missing");
  REQUIRE(!missing.ok());
  CHECK(missing.error().code == ErrorCode::kIo);
  CHECK(missing.error().message(Language::kEn).find(folder / "missing") != std::string::npos);
  CHECK(missing.error().message(Language::kEn).find("No such file") != std::string::npos);
  REQUIRE(!read_file(folder.path()).ok());
  CHECK(read_file(folder.path()).error().code == ErrorCode::kIo);
}

TEST_CASE("a file over the limit is refused, one at the limit is read") {
  const Folder folder;
  REQUIRE(write_file(folder / "ten", "0123456789").ok());
  CHECK(read_file(folder / "ten", 10).ok());
  REQUIRE(!read_file(folder / "ten", 9).ok());
  CHECK(read_file(folder / "ten", 9).error().code == ErrorCode::kTooLarge);
  CHECK(read_file("/dev/zero", 100).error().code == ErrorCode::kTooLarge);
}

TEST_CASE("a write that fails leaves nothing behind and the old content in place") {
  const Folder folder;
  CHECK(write_file(folder / "no/such/folder", "x").error().code == ErrorCode::kIo);
  REQUIRE(make_folders(folder / "occupied/below").ok());
  CHECK(write_file(folder / "occupied", "x").error().code == ErrorCode::kIo);
  CHECK(list_files(folder.path()).value().empty());
  CHECK(file_exists(folder / "occupied/below"));
}

TEST_CASE("folders are made with their parents, again without complaint") {
  const Folder folder;
  CHECK(make_folders(folder / "a/b/c").ok());
  CHECK(make_folders(folder / "a/b/c").ok());
  CHECK(file_exists(folder / "a/b/c"));
  REQUIRE(write_file(folder / "a/file", "").ok());
  CHECK(make_folders(folder / "a/file").error().code == ErrorCode::kIo);
  CHECK(make_folders(folder / "a/file/below").error().code == ErrorCode::kIo);
}

TEST_CASE("files are listed below a folder, sorted, links not followed") {
  const Folder folder;
  REQUIRE(make_folders(folder / "b/deep").ok());
  REQUIRE(make_folders(folder / "empty").ok());
  for (const char* name : {"b/deep/1", "b.txt", "a", "B"})
    REQUIRE(write_file(folder / name, "").ok());
  std::filesystem::create_directory_symlink(folder / "b", folder / "link");
  std::filesystem::create_symlink(folder / "a", folder / "link-to-file");
  CHECK(list_files(folder.path()).value() ==
        std::vector<std::string>{"B", "a", "b.txt", "b/deep/1"});
  CHECK(list_files(folder / "missing").error().code == ErrorCode::kIo);
  CHECK(!file_exists(folder / "missing"));
}
