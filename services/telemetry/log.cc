#include "services/telemetry/log.h"

#include <cmath>
#include <cstdio>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "spdlog/logger.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace yuheng::telemetry {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";  // U+FFFD

absl::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// The length of the well-formed UTF-8 sequence at the start of `text`, or 0.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;  // bounds of the second byte
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;   // no overlong forms
    if (lead == 0xED) high = 0x9F;  // no surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;  // nothing above U+10FFFF
  }
  if (length == 0 || text.size() < length) return 0;
  if (byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

void AppendAscii(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\r':
      out->append("\\r");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
        absl::StrAppendFormat(out, "\\u%04x", c);
      } else {
        out->push_back(c);
      }
  }
}

std::string NumberJson(double value) {
  // JSON has no infinity and no NaN.
  if (!std::isfinite(value)) return QuoteJson(absl::StrCat(value));
  return absl::StrCat(value);
}

}  // namespace

std::string QuoteJson(absl::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out.push_back('"');
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 1) {
      AppendAscii(text[0], &out);
    } else if (length == 0) {
      out.append(kReplacement);
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out.push_back('"');
  return out;
}

absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view text) {
  if (text.empty()) return LogLevel::kInfo;
  for (LogLevel level :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kError}) {
    if (text == NameOf(level)) return level;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", text, "\" is not a log level: debug, info, warn or error"));
}

Field::Field(absl::string_view key, absl::string_view value)
    : key_(key), json_(QuoteJson(value)) {}
Field::Field(absl::string_view key, const char* value)
    : Field(key, absl::string_view(value)) {}
Field::Field(absl::string_view key, const std::string& value)
    : Field(key, absl::string_view(value)) {}
Field::Field(absl::string_view key, bool value)
    : key_(key), json_(value ? "true" : "false") {}
Field::Field(absl::string_view key, double value)
    : key_(key), json_(NumberJson(value)) {}

struct Logger::Sink {
  explicit Sink(spdlog::sink_ptr sink) : logger("yuheng", std::move(sink)) {}
  spdlog::logger logger;
};

namespace {

spdlog::sink_ptr MakeSink(std::ostream* output) {
  if (output == nullptr) {
    return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  return std::make_shared<spdlog::sinks::ostream_sink_mt>(*output,
                                                          /*force_flush=*/true);
}

}  // namespace

Logger::Logger(LoggerOptions options)
    : options_(std::move(options)),
      sink_(std::make_unique<Sink>(MakeSink(options_.output))) {
  sink_->logger.set_pattern("%v");
  sink_->logger.set_level(SpdlogLevel(options_.level));
  sink_->logger.flush_on(spdlog::level::warn);
}

Logger::~Logger() = default;

bool Logger::Enabled(LogLevel level) const { return level >= options_.level; }

void Logger::Log(LogLevel level, absl::string_view message,
                 absl::Span<const Field> fields) {
  if (!Enabled(level)) return;
  const absl::Time now = options_.now ? options_.now() : absl::Now();
  std::string line = absl::StrCat(
      "{\"time\":\"",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone()),
      "\",\"level\":\"", NameOf(level),
      "\",\"service\":", QuoteJson(options_.service),
      ",\"message\":", QuoteJson(message));
  for (const Field& field : fields) {
    absl::StrAppend(&line, ",", QuoteJson(field.key()), ":", field.json());
  }
  line.push_back('}');
  // As an argument, not as a format: the line is full of braces.
  sink_->logger.log(SpdlogLevel(level), "{}", line);
}

void Logger::Debug(absl::string_view message, Fields fields) {
  Log(LogLevel::kDebug, message, fields);
}
void Logger::Info(absl::string_view message, Fields fields) {
  Log(LogLevel::kInfo, message, fields);
}
void Logger::Warn(absl::string_view message, Fields fields) {
  Log(LogLevel::kWarn, message, fields);
}
void Logger::Error(absl::string_view message, Fields fields) {
  Log(LogLevel::kError, message, fields);
}

}  // namespace yuheng::telemetry
