// Disks that fail, played by a layer below SQLite: when it is unknown what reached the disk,
// nothing more is written.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstring>

#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;

namespace {

enum class Fault { kNone, kSyncLog, kSyncDatabase, kWriteLog };
Fault fault = Fault::kNone;  // read on the thread of the test only

// SQLite's own files with three operations put between.
struct File {
  sqlite3_file base;
  bool is_log;
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_vfs* system_vfs = nullptr;
sqlite3_io_methods methods{};

sqlite3_file* inner(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->inner();
}

int sync(sqlite3_file* file, int flags) {
  const bool log = reinterpret_cast<File*>(file)->is_log;
  if (log && fault == Fault::kSyncLog) return SQLITE_IOERR_FSYNC;
  if (!log && fault == Fault::kSyncDatabase) return SQLITE_IOERR_FSYNC;
  return inner(file)->pMethods->xSync(inner(file), flags);
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (reinterpret_cast<File*>(file)->is_log && fault == Fault::kWriteLog) return SQLITE_IOERR_WRITE;
  return inner(file)->pMethods->xWrite(inner(file), data, size, at);
}

template <auto Member, class... Arguments>
int forward(sqlite3_file* file, Arguments... arguments) {
  return (inner(file)->pMethods->*Member)(inner(file), arguments...);
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  auto* mine = reinterpret_cast<File*>(file);
  mine->is_log = (flags & SQLITE_OPEN_WAL) != 0;
  mine->base.pMethods = nullptr;
  const int code = system_vfs->xOpen(system_vfs, name, mine->inner(), flags, out);
  if (code != SQLITE_OK || mine->inner()->pMethods == nullptr) return code;
  methods.iVersion = 2;  // without memory mapping, so that every access passes here
  methods.xClose = forward<&sqlite3_io_methods::xClose>;
  methods.xRead = forward<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
  methods.xWrite = write;
  methods.xTruncate = forward<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
  methods.xSync = sync;
  methods.xFileSize = forward<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
  methods.xLock = forward<&sqlite3_io_methods::xLock, int>;
  methods.xUnlock = forward<&sqlite3_io_methods::xUnlock, int>;
  methods.xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock, int*>;
  methods.xFileControl = forward<&sqlite3_io_methods::xFileControl, int, void*>;
  methods.xSectorSize = forward<&sqlite3_io_methods::xSectorSize>;
  methods.xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>;
  methods.xShmMap = forward<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>;
  methods.xShmLock = forward<&sqlite3_io_methods::xShmLock, int, int, int>;
  methods.xShmBarrier = [](sqlite3_file* f) { inner(f)->pMethods->xShmBarrier(inner(f)); };
  methods.xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap, int>;
  mine->base.pMethods = &methods;
  return SQLITE_OK;
}

// Puts the layer in place for its lifetime.
class FailingDisk {
 public:
  FailingDisk() {
    system_vfs = sqlite3_vfs_find(nullptr);
    vfs_ = *system_vfs;
    vfs_.zName = "failing";
    vfs_.szOsFile = system_vfs->szOsFile + static_cast<int>(sizeof(File));
    vfs_.xOpen = open;
    REQUIRE(sqlite3_vfs_register(&vfs_, 1) == SQLITE_OK);
    fault = Fault::kNone;
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk() {
    fault = Fault::kNone;
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(system_vfs, 1);
  }

 private:
  sqlite3_vfs vfs_{};
};

struct Disk : FailingDisk, Fixture {
  Disk() {
    done(writer->execute("CREATE TABLE t (a INTEGER) STRICT"));
    insert(1);
  }
  void insert(int64_t value) {
    Transaction transaction = take(Transaction::write(*writer));
    Statement* statement = take(writer->prepare("INSERT INTO t VALUES ($1)"));
    statement->bind(1, value);
    done(statement->run());
    done(transaction.commit());
  }
  void check_refuses_writes() {
    CHECK(refused(writer->begin_write()) == ErrorCode::kReadOnly);
    CHECK(refused(writer->execute("DELETE FROM t")) == ErrorCode::kReadOnly);
    CHECK(refused(take(writer->prepare("DELETE FROM t"))->run()) == ErrorCode::kReadOnly);
    CHECK(refused(database->connect(true)) == ErrorCode::kReadOnly);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Disk, "a commit whose fsync fails is an error, and the last one") {
  Transaction transaction = take(Transaction::write(*writer));
  done(take(writer->prepare("INSERT INTO t VALUES (2)"))->run());
  fault = Fault::kSyncLog;
  CHECK(refused(transaction.commit()) == ErrorCode::kStorage);
  fault = Fault::kNone;
  check_refuses_writes();
}

TEST_CASE_FIXTURE(Disk, "what was committed before can still be read") {
  {
    Transaction transaction = take(Transaction::write(*writer));
    done(take(writer->prepare("INSERT INTO t VALUES (2)"))->run());
    fault = Fault::kSyncLog;
    CHECK(!transaction.commit().ok());
    fault = Fault::kNone;
  }
  CHECK(rows(*writer, "SELECT a FROM t", 1) == std::vector<std::string>{"1"});
  Database::Lease reader = take(database->reader());
  CHECK(rows(*reader, "SELECT a FROM t", 1) == std::vector<std::string>{"1"});
}

TEST_CASE_FIXTURE(Disk, "a commit whose write fails") {
  Transaction transaction = take(Transaction::write(*writer));
  done(take(writer->prepare("INSERT INTO t VALUES (2)"))->run());
  fault = Fault::kWriteLog;
  CHECK(refused(transaction.commit()) == ErrorCode::kStorage);
  check_refuses_writes();
}

TEST_CASE_FIXTURE(Disk, "a checkpoint whose fsync fails keeps the commit and refuses the next") {
  Transaction transaction = take(Transaction::write(*writer));
  done(writer->execute("CREATE TABLE big (b BLOB) STRICT"));
  done(take(writer->prepare("INSERT INTO big VALUES (zeroblob(20000000))"))->run());
  fault = Fault::kSyncDatabase;
  done(transaction.commit());
  fault = Fault::kNone;
  check_refuses_writes();
  CHECK(number("SELECT count(*) FROM big") == 1);
}

TEST_CASE_FIXTURE(Disk, "an orderly disk lets go on") {
  insert(2);
  CHECK(number("SELECT count(*) FROM t") == 2);
}
