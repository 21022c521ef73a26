#include "cli/commands.hpp"

int main(int argc, char** argv) { return lingqu::cli::run(argc, argv); }
