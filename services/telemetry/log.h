// Structured logs: one JSON object a line.
#ifndef YUHENG_SERVICES_TELEMETRY_LOG_H_
#define YUHENG_SERVICES_TELEMETRY_LOG_H_

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace yuheng::telemetry {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// "debug", "info", "warn" or "error"; the empty text is info.
absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view text);

// One key and its value, made from a text, an integer, a bool or a floating
// point number. The value is rendered to JSON at once, so a Field may outlive
// what it was made from; the key may not.
class Field {
 public:
  Field(absl::string_view key, absl::string_view value);
  Field(absl::string_view key, const char* value);
  Field(absl::string_view key, const std::string& value);
  Field(absl::string_view key, bool value);
  Field(absl::string_view key, double value);
  template <std::integral T>
  requires(!std::same_as<T, bool>) Field(absl::string_view key, T value)
      : key_(key), json_(std::to_string(value)) {}

  absl::string_view key() const { return key_; }
  absl::string_view json() const { return json_; }

 private:
  absl::string_view key_;
  std::string json_;
};

struct LoggerOptions {
  // The process, such as "aggregation".
  std::string service;
  LogLevel level = LogLevel::kInfo;
  // Where the lines go; stderr when null. Must outlive the logger.
  std::ostream* output = nullptr;
  // The clock; the system's when empty.
  std::function<absl::Time()> now;
};

// Writes lines of the form
//   {"time":"2023-02-01T08:00:00.000Z","level":"info","service":"aggregation",
//    "message":"posted","department":"104","seq":7}
// (in one line). Bytes that are not UTF-8 become U+FFFD, so every line is valid
// JSON whatever a peer sent. Thread-safe; a line is never torn. Passed by
// pointer or reference to whoever logs; there is no global logger.
class Logger {
 public:
  explicit Logger(LoggerOptions options);
  ~Logger();
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  using Fields = std::initializer_list<Field>;
  void Debug(absl::string_view message, Fields fields = {});
  void Info(absl::string_view message, Fields fields = {});
  void Warn(absl::string_view message, Fields fields = {});
  void Error(absl::string_view message, Fields fields = {});

  void Log(LogLevel level, absl::string_view message,
           absl::Span<const Field> fields);
  bool Enabled(LogLevel level) const;

 private:
  struct Sink;
  const LoggerOptions options_;
  const std::unique_ptr<Sink> sink_;
};

// The text as a JSON string, with its quotes.
std::string QuoteJson(absl::string_view text);

}  // namespace yuheng::telemetry

#endif  // YUHENG_SERVICES_TELEMETRY_LOG_H_
