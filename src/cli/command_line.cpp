// The command line as declared: every command, its options and their help, in one place.
#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

namespace {

constexpr const char* kVersion = "lingqu 0.1.0";

class CommandLine {
 public:
  CommandLine() : app_("Lingqu 灵渠 — 科技成果转化业务系统 / a program on which a region runs its technology transfer", "lingqu") {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", kVersion);
    add_serve();
    add_pack();
    add_import();
    add_export();
    add_act();
    add_decide();
    add_match();
    add_verify();
    add_log();
    add_backup();
    add_user();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp& e) {
      return app_.exit(e);
    } catch (const CLI::CallForAllHelp& e) {
      return app_.exit(e);
    } catch (const CLI::CallForVersion& e) {
      return app_.exit(e);
    } catch (const CLI::ParseError& e) {
      app_.exit(e);
      return kUsage;
    }
    return chosen_ ? chosen_() : kUsage;
  }

 private:
  CLI::App* command(CLI::App* parent, const char* name, const char* help, std::function<int()> run) {
    CLI::App* sub = parent->add_subcommand(name, help);
    sub->callback([this, run = std::move(run)] { chosen_ = run; });
    return sub;
  }

  static void add_place(CLI::App* sub, Place& place) {
    place.pack = default_pack_folder();
    sub->add_option("--data", place.data, "data folder / 数据目录")->capture_default_str();
    sub->add_option("--pack", place.pack, "pack folder / 业务包目录")->capture_default_str();
    sub->add_option("--db", place.database, "sqlite:PATH (default: lingqu.db in the data folder) / 数据库");
    sub->add_flag("--json", place.json, "print JSON / 输出 JSON");
  }

  void add_serve() {
    auto* sub = command(&app_, "serve", "serve the web client and the API / 启动服务", [this] { return serve(serve_); });
    add_place(sub, serve_.place);
    sub->add_option("--address", serve_.address, "address to listen on / 监听地址")->capture_default_str();
    sub->add_option("--port", serve_.port, "port, 0 for any free one / 端口")->capture_default_str();
    sub->add_option("--web", serve_.web, "folder of the built web client / 网页目录");
    sub->add_flag("--demo", serve_.demo, "load fictional demonstration data into an empty data folder / 在空数据目录中装入虚构演示数据");
    sub->add_flag("--test-clock", serve_.test_clock, "allow the clock to be moved forward; for tests only / 允许拨快时钟（仅供测试）");
    sub->add_option("--tls-certificate", serve_.tls_certificate, "PEM file / 证书");
    sub->add_option("--tls-key", serve_.tls_key, "PEM file / 私钥");
    auto* service = sub->add_option("--embeddings", serve_.embeddings, "service of embeddings, http(s)://host/v1: the texts of matching are sent to it / 向量服务地址（匹配所用文本将发送至此）");
    auto* model = sub->add_option("--embeddings-model", serve_.embeddings_model, "its model / 模型名称")->needs(service);
    sub->add_option("--embeddings-key-file", serve_.embeddings_key_file, "file of its key (default: $LINGQU_EMBEDDINGS_KEY) / 密钥文件")->needs(service);
    service->needs(model);
  }

  void add_pack() {
    CLI::App* pack = app_.add_subcommand("pack", "packs / 业务包");
    pack->require_subcommand(1);
    auto* sub = command(pack, "check", "check every file of a pack; names file, line and remedy / 检查业务包", [this] { return pack_check(pack_check_); });
    sub->add_option("DIR", pack_check_.folder, "pack folder / 业务包目录")->required();
    sub->add_flag("--cases", pack_check_.cases, "run the cases beside the decision models / 运行决策用例");
    sub->add_flag("--json", pack_check_.json, "print JSON / 输出 JSON");
  }

  void add_import() {
    auto* sub = command(&app_, "import", "create records from a CSV, XLSX or JSON Lines file: all of it or nothing / 批量导入", [this] { return import_file(import_); });
    add_place(sub, import_.place);
    sub->add_option("REGISTER", import_.register_name, "register / 登记簿")->required();
    sub->add_option("FILE", import_.file, "file / 文件")->required();
    sub->add_option("--map", import_.map, "column=field, repeatable or comma-separated; column= leaves it out / 列与字段的对应关系")->delimiter(',');
    sub->add_option("--format", import_.format, "csv, xlsx or jsonl (default: by the file's ending) / 格式");
    sub->add_option("--act", import_.act, "creation act / 新建办理");
    sub->add_option("--as", import_.as, "account that imports / 办理账号");
    sub->add_option("--organisation", import_.organisation, "on whose behalf: number or record id / 代表单位");
    sub->add_flag("--check", import_.check_only, "check only, land nothing / 仅检查");
    sub->add_flag("--ignore-unknown", import_.ignore_unknown, "leave out columns that match no field / 忽略未知列");
  }

  void add_export() {
    auto* sub = command(&app_, "export", "write records to a file / 导出", [this] { return export_file(export_); });
    add_place(sub, export_.place);
    sub->add_option("REGISTER", export_.register_name, "register / 登记簿")->required();
    sub->add_option("FILE", export_.file, "file, - for standard output / 文件")->required();
    sub->add_option("--format", export_.format, "csv, xlsx or jsonl / 格式")->capture_default_str();
    sub->add_option("--lang", export_.language, "zh or en / 语言")->capture_default_str();
    sub->add_option("--filter", export_.filters, "field=value or field.op=value, repeatable / 筛选");
    sub->add_option("--as", export_.as, "account whose rights apply (default: everything) / 以哪个账号的权限");
  }

  void add_act() {
    auto* sub = command(&app_, "act", "do one act on a record, or create one / 办理", [this] { return act(act_); });
    add_place(sub, act_.place);
    sub->add_option("REGISTER", act_.register_name, "register / 登记簿")->required();
    sub->add_option("RECORD", act_.record, "record id, or new / 记录编号或 new")->required();
    sub->add_option("ACT", act_.act, "act / 办理事项")->required();
    sub->add_option("VALUES", act_.values, "field=value …, or one JSON object / 字段值");
    sub->add_option("--as", act_.as, "account that acts / 办理账号");
    sub->add_option("--reason", act_.reason, "reason / 理由");
    sub->add_flag("--check", act_.check_only, "decide only, change nothing / 仅判断");
  }

  void add_decide() {
    auto* sub = command(&app_, "decide", "evaluate a DMN model / 执行决策模型", [this] { return decide(decide_); });
    sub->add_option("MODEL", decide_.model, "DMN file, or with --pack the name of a decision / 模型文件，或业务包中的决策名称")->required();
    auto* pack = sub->add_option("--pack", decide_.pack, "pack folder / 业务包目录");
    sub->add_option("--on", decide_.on, "day whose rules apply, 2026-05-01 (default: today) / 适用哪一天的规则")->needs(pack);
    sub->add_option("--decision", decide_.decisions, "decision, repeatable (default: all) / 决策名称");
    auto* input = sub->add_option("--input", decide_.input, "JSON file with the inputs, - for standard input / 输入");
    sub->add_option("--rows", decide_.rows, "CSV file with one set of inputs a row / 批量输入")->excludes(input);
    sub->add_flag("--trace", decide_.trace, "say which rules hit and why / 输出判断过程");
    sub->add_flag("--json", decide_.json, "print JSON / 输出 JSON");
    auto* kit = command(&app_, "tck", "run a folder of the DMN Technology Compatibility Kit / 运行 DMN 兼容性测试", [this] { return tck(tck_folder_, tck_csv_); });
    kit->add_option("DIR", tck_folder_, "folder / 目录")->required();
    kit->add_option("--csv", tck_csv_, "write the kit's results file / 结果文件");
  }

  void add_match() {
    CLI::App* match = app_.add_subcommand("match", "match needs with achievements / 供需匹配");
    match->require_subcommand(1);
    match_.pack = default_pack_folder();
    const auto common = [this](CLI::App* sub) {
      sub->add_option("--pack", match_.pack, "pack folder, for its glossary / 业务包目录（术语表）")->capture_default_str();
      sub->add_option("--achievements", match_.achievements, "JSON Lines: id, title, abstract, keywords, discipline / 成果文件")->required();
      sub->add_flag("--json", match_.json, "print JSON / 输出 JSON");
    };
    auto* eval = command(match, "eval", "quality on needs whose answers are known / 匹配质量评测", [this] { return match_eval(match_); });
    common(eval);
    eval->add_option("--needs", match_.needs, "JSON Lines: id, lang, text, relevant / 需求文件")->required();
    auto* find = command(match, "find", "achievements for one need, with reasons / 为一项需求查找成果", [this] { return match_find(match_); });
    common(find);
    find->add_option("TEXT", match_.text, "the need, in any language / 需求描述")->required();
    find->add_option("--limit", match_.limit, "how many / 条数")->capture_default_str()->check(CLI::Range(1, 100));
  }

  void add_verify() {
    auto* sub = command(&app_, "verify", "verify an evidence bundle offline / 离线校验证据包", [this] { return verify(verify_); });
    sub->add_option("FILE", verify_.file, "bundle / 证据包")->required();
    sub->add_option("--key", verify_.fingerprint, "fingerprint of the key you trust / 您信任的密钥指纹");
    sub->add_option("--checkpoint", verify_.checkpoint, "an earlier checkpoint of the same log to be consistent with / 早先的检查点文件");
    sub->add_flag("--json", verify_.json, "print JSON / 输出 JSON");
  }

  void add_log() {
    CLI::App* log = app_.add_subcommand("log", "the evidence log / 存证日志");
    log->require_subcommand(1);
    auto* head = command(log, "head", "newest signed head / 最新签名", [this] { return log_head(log_, sign_); });
    add_place(head, log_);
    head->add_flag("--sign", sign_, "sign a new head now / 立即签名");
    auto* proof = command(log, "proof", "inclusion proof of a leaf / 存在性证明", [this] { return log_proof(log_, sequence_); });
    add_place(proof, log_);
    proof->add_option("LEAF", sequence_, "sequence number / 序号")->required();
    auto* check = command(log, "check", "recompute the whole log / 全量复核", [this] { return log_check(log_); });
    add_place(check, log_);
  }

  void add_backup() {
    auto* back = command(&app_, "backup", "copy the data into a new folder, also while serving / 备份", [this] { return backup(backup_, backup_path_); });
    add_place(back, backup_);
    back->add_option("TO", backup_path_, "new folder / 新目录")->required();
    auto* rest = command(&app_, "restore", "bring a backup into an empty data folder / 恢复", [this] { return restore(backup_, backup_path_); });
    add_place(rest, backup_);
    rest->add_option("FROM", backup_path_, "backup folder / 备份目录")->required();
  }

  void add_user() {
    CLI::App* user = app_.add_subcommand("user", "accounts / 账号");
    user->require_subcommand(1);
    auto* add = command(user, "add", "create an account / 新建账号", [this] { return user_add(user_); });
    add_place(add, user_.place);
    add->add_option("LOGIN", user_.login, "login / 账号")->required();
    add->add_option("--name", user_.name, "name / 姓名");
    add->add_option("--role", user_.role, "role of the pack / 角色")->required();
    add->add_option("--organisation", user_.organisation, "number or record id / 单位");
    add->add_option("--password", user_.password, "password; - reads it from standard input; none: one is made and printed / 密码");
    auto* password = command(user, "password", "set a new password / 重置密码", [this] { return user_password(user_); });
    add_place(password, user_.place);
    password->add_option("LOGIN", user_.login, "login / 账号")->required();
    password->add_option("--password", user_.password, "password; - reads it from standard input; none: one is made and printed / 密码");
    auto* list = command(user, "list", "all accounts / 账号清单", [this] { return user_list(user_.place); });
    add_place(list, user_.place);
  }

  CLI::App app_;
  std::function<int()> chosen_;
  ServeOptions serve_;
  PackCheckOptions pack_check_;
  ImportOptions import_;
  ExportOptions export_;
  ActOptions act_;
  DecideOptions decide_;
  std::string tck_folder_, tck_csv_;
  MatchOptions match_;
  VerifyOptions verify_;
  Place log_;
  bool sign_ = false;
  uint64_t sequence_ = 0;
  Place backup_;
  std::string backup_path_;
  UserOptions user_;
};

}  // namespace

int run(int argc, char** argv) { return CommandLine().run(argc, argv); }

}  // namespace lingqu::cli
