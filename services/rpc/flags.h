// Command-line flags made from a configuration message, by reflection.
#ifndef YUHENG_SERVICES_RPC_FLAGS_H_
#define YUHENG_SERVICES_RPC_FLAGS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace yuheng::rpc {

// Declares a flag on `app` for every scalar field of a message type (see
// ReadConfiguration for their names); after the app has parsed, Apply writes
// those that were given into a message. Repeated fields have no flag.
class ConfigFlags {
 public:
  ConfigFlags(const google::protobuf::Descriptor& descriptor, CLI::App* app);
  ~ConfigFlags();

  // INVALID_ARGUMENT naming the flag whose value does not suit its field.
  absl::Status Apply(google::protobuf::Message* config) const;

 private:
  struct Flag;
  void Declare(const google::protobuf::Descriptor& descriptor,
               const std::string& prefix,
               std::vector<const google::protobuf::FieldDescriptor*> path);

  CLI::App* const app_;
  // The comment of each field, by full name; from the .proto itself.
  const std::map<std::string, std::string> comments_;
  std::vector<std::unique_ptr<Flag>> flags_;
};

}  // namespace yuheng::rpc

#endif  // YUHENG_SERVICES_RPC_FLAGS_H_
