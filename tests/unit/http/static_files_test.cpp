// The web client's files: pages, caching, compression, nothing outside the folder.
#include "http/static_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/file.hpp"
#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

struct Folder {
  std::string path;
  Folder() {
    char name[] = "/tmp/lingqu-web-XXXXXX";
    path = ::mkdtemp(name);
    put("index.html", "<!doctype html><script>go()</script><script src=\"/a.js\"></script>");
    put("assets/index-BdK3x9aQ.js", "export const a = 1;" + std::string(5'000, ' '));
    put("favicon.ico", "icon");
    put("secret/.hidden", "x");
    REQUIRE(lingqu::base::write_file(path + "-outside", "what is outside").ok());
  }
  ~Folder() {
    std::filesystem::remove_all(path);
    std::filesystem::remove(path + "-outside");
  }
  void put(const std::string& name, const std::string& content) const {
    REQUIRE(
        lingqu::base::make_folders(std::filesystem::path(path + "/" + name).parent_path()).ok());
    REQUIRE(lingqu::base::write_file(path + "/" + name, content).ok());
  }
};

}  // namespace

TEST_CASE("the web client") {
  const Folder folder;
  ServerSettings settings;
  settings.web_folder = folder.path;
  Fixture fixture(std::move(settings));
  SUBCASE("pages of the client are index.html") {
    for (const char* path : {"/", "/index.html", "/records/deal/5", "/%E5%85%AC%E5%91%8A"}) {
      CAPTURE(path);
      const Reply reply = fixture.get(path);
      CHECK(reply.status == 200);
      CHECK(reply.header("content-type") == "text/html; charset=utf-8");
      CHECK(reply.header("cache-control") == "no-cache");
      const std::string policy = reply.header("content-security-policy");
      CHECK(policy.find("default-src 'self'") == 0);
      CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
      CHECK(policy.find("script-src 'self' 'sha256-") !=
            std::string::npos);  // of the inline script
    }
  }
  SUBCASE("hashed files are kept by browsers, others are asked for again") {
    const Reply hashed = fixture.get("/assets/index-BdK3x9aQ.js", {{"Accept-Encoding", "gzip"}});
    CHECK(hashed.header("cache-control").find("immutable") != std::string::npos);
    CHECK(hashed.header("content-encoding") == "gzip");
    CHECK(hashed.body.size() < 1'000);
    const Reply icon = fixture.get("/favicon.ico");
    CHECK(icon.header("cache-control") == "no-cache");
    CHECK(fixture.get("/favicon.ico", {{"If-None-Match", icon.header("etag")}}).status == 304);
  }
  SUBCASE("nothing else") {
    const std::string outside = folder.path.substr(5) + "-outside";
    for (const std::string& path :
         {std::string("/nothing.js"), std::string("/secret/.hidden"), "/../" + outside,
          "/%2e%2e/" + outside, "/..%2f" + outside, "/assets/../../" + outside + ".x",
          std::string("//etc/passwd.x"), std::string("/\\..\\x.y")}) {
      CAPTURE(path);
      const Reply reply = fixture.get(path);
      CHECK((reply.status == 404 || reply.body.find("<!doctype html>") == 0));
      CHECK(reply.body.find("what is outside") == std::string::npos);
    }
  }
}

TEST_CASE("a new build of the client is noticed; a folder that is not there serves nothing") {
  const Folder folder;
  StaticFiles files(folder.path);
  Request request;
  CHECK(files.serve(request, "/favicon.ico").status == 200);
  CHECK(StaticFiles("/nonexistent").serve(request, "/").status == 404);
  CHECK(StaticFiles("").serve(request, "/").status == 404);
}
