// SPDX-License-Identifier: MIT
#include "search/command/service_flags.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "search/command/serve_command.h"
#include "search/command/worker_command.h"

namespace wattle::search {

void add_serve(CLI::App& app, int& code) {
  auto* const command = app.add_subcommand(
      "serve", "Studies over HTTP: workers on other machines, in any language, run the trials");
  const auto options = std::make_shared<ServeOptions>();
  command->add_option("--host", options->host, "The address to listen on")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command->add_option("--port", options->port, "The port; 0: any that is free")
      ->check(CLI::Range(0, 65535))
      ->type_name("PORT")
      ->capture_default_str();
  command->add_option("--data", options->data, "The folder that studies are kept in")
      ->type_name("FOLDER")
      ->capture_default_str();
  command->add_option("--store", options->store, "Keep them on this PostgreSQL server instead")
      ->type_name("URL");
  command
      ->add_option("--tokens", options->tokens,
                   "Who may do what: lines of a role (read, work or admin) and a token; else "
                   "WATTLE_TOKENS has them. Needed unless --host is this machine alone")
      ->type_name("FILE");
  command->add_option("--tls-cert", options->certificate, "Encrypt with this certificate (PEM)")
      ->type_name("FILE");
  command->add_option("--tls-key", options->key, "Its private key (PEM)")->type_name("FILE");
  command
      ->add_option("--lease", options->lease_seconds,
                   "Seconds without a word from its worker after which a trial goes to another")
      ->check(CLI::Range(1.0, 86400.0))
      ->type_name("SECONDS")
      ->capture_default_str();
  command->add_option("--rate", options->rate, "Requests a second of one address; 0: any number")
      ->check(CLI::Range(0.0, 1e9))
      ->type_name("NUMBER")
      ->capture_default_str();
  command->add_option("--connections", options->connections, "Connections at once")
      ->check(CLI::Range(1, 100000))
      ->type_name("NUMBER")
      ->capture_default_str();
  command->add_option("--body", options->body_megabytes, "Megabytes that a request may have")
      ->check(CLI::Range(0.01, 1000.0))
      ->type_name("NUMBER")
      ->capture_default_str();
  command->footer("Example: wattle serve --data wattle-studies");
  command->callback([options, &code] { code = serve(*options); });
}

void add_worker(CLI::App& app, int& code) {
  auto* const command =
      app.add_subcommand("worker", "Run trials of a service's studies on this machine");
  const auto options = std::make_shared<WorkerCommandOptions>();
  command->add_option("--server", options->server, "The service's address")
      ->type_name("URL")
      ->capture_default_str();
  command
      ->add_option("--token", options->token,
                   "Shown to the service, of the role work (default: WATTLE_TOKEN, which other "
                   "users of this machine cannot see)")
      ->type_name("TOKEN");
  command->add_option("--ca", options->authority, "Trust the certificates in this file (PEM)")
      ->type_name("FILE");
  command->add_option("--study", options->study, "Only this study (default: all that run)")
      ->type_name("NAME");
  command->add_option("--name", options->name, "This worker's name (default: the machine's)")
      ->type_name("NAME");
  command->add_option("--slots", options->slots, "Trials at once")
      ->check(CLI::Range(1, 1024))
      ->type_name("NUMBER")
      ->capture_default_str();
  command->add_option("--meter", options->meter, "Use this energy meter, see wattle energy list")
      ->type_name("METER");
  command
      ->add_option("--files", options->files,
                   "The folder in which scenarios' files are (default: this one)")
      ->type_name("FOLDER");
  command->add_option("--artifacts", options->artifacts, "Keep trained models in this folder")
      ->type_name("FOLDER");
  command->add_flag("--once", options->once, "End when there is nothing left to begin");
  command->add_flag("--quiet,-q", options->quiet, "Show nothing but errors");
  command->footer("Example: wattle worker --server http://127.0.0.1:8765 --slots 2 --once");
  command->callback([options, &code] { code = work(*options); });
}

}  // namespace wattle::search
