// The commands of the program, each with its options as a plain struct: command_line.cpp fills them, one file a command does the work.
// Exit codes: 0 done, 1 refused or failed check, 2 wrong usage, 3 environment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lingqu::cli {

inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;
inline constexpr int kUsage = 2;
inline constexpr int kEnvironment = 3;

// Where the program works; shared by most commands.
struct Place {
  std::string data = "data";               // the data folder
  std::string pack;           // the pack folder; filled with default_pack_folder()
  std::string database;                    // "sqlite:PATH"; empty: <data>/lingqu.db
  bool json = false;                       // print JSON
};

struct ServeOptions {
  Place place;
  std::string address = "127.0.0.1";
  uint16_t port = 8080;
  std::string web;        // folder of the built web client; empty: beside the program or web/dist
  bool demo = false;      // fictional data and one account per role
  bool test_clock = false;
  std::string tls_certificate, tls_key;
  std::string embeddings, embeddings_model, embeddings_key_file;  // a service of embeddings; empty: none
};
int serve(const ServeOptions& options);

struct PackCheckOptions {
  std::string folder;
  bool cases = false;  // also runs decisions/*.cases.yaml
  bool json = false;
};
int pack_check(const PackCheckOptions& options);

struct ImportOptions {
  Place place;
  std::string register_name, file, format, act, as, organisation;
  std::vector<std::string> map;  // "column=field"; "column=" leaves the column out
  bool check_only = false;
  bool ignore_unknown = false;
};
int import_file(const ImportOptions& options);

struct ExportOptions {
  Place place;
  std::string register_name, file, format = "csv", language = "zh", as;
  std::vector<std::string> filters;  // "field=value" or "field.op=value"
};
int export_file(const ExportOptions& options);

struct ActOptions {
  Place place;
  std::string register_name, record, act, as, reason;
  std::vector<std::string> values;  // "field=value", or one JSON object
  bool check_only = false;
};
int act(const ActOptions& options);

struct VerifyOptions {
  std::string file, fingerprint, checkpoint;
  bool json = false;
};
int verify(const VerifyOptions& options);

struct DecideOptions {
  std::string model, input, rows;      // files; input "-" reads standard input
  std::string pack;                    // a pack folder: then `model` is the name of a decision of it
  std::string on;                      // the day, with a pack; empty: today
  std::vector<std::string> decisions;  // empty: all
  bool trace = false;
  bool json = false;
};
int decide(const DecideOptions& options);

// Runs every folder below `folder` that holds DMN models and test cases; `csv`: the kit's results file.
int tck(const std::string& folder, const std::string& csv);

struct MatchOptions {
  std::string pack;                 // whose glossary is used
  std::string achievements, needs;  // JSON Lines files
  std::string text;                 // of one need
  uint32_t limit = 10;
  bool json = false;
};
int match_eval(const MatchOptions& options);
int match_find(const MatchOptions& options);

int log_head(const Place& place, bool sign);
int log_proof(const Place& place, uint64_t sequence);
int log_check(const Place& place);

int backup(const Place& place, const std::string& to);
int restore(const Place& place, const std::string& from);

struct UserOptions {
  Place place;
  std::string login, name, role, organisation, password;  // organisation: number or record id; password "-" reads standard input
};
int user_add(const UserOptions& options);
int user_list(const Place& place);
int user_password(const UserOptions& options);

// Parses and runs; the whole program.
int run(int argc, char** argv);

}  // namespace lingqu::cli
