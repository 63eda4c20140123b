#include "services/gateway/http/connection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "boost/asio/error.hpp"
#include "boost/asio/post.hpp"
#include "boost/beast/http/buffer_body.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/status.hpp"
#include "services/budget/check.h"
#include "services/budget/messages.h"
#include "services/rpc/reason.h"

namespace yuheng::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr int kHttp11 = 11;

SteadyTime In(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

absl::Status Malformed() {
  const budget::Text text = budget::Message("gateway.request_malformed");
  return rpc::MakeFieldError({}, text.zh, text.en);
}

absl::Status TooLarge(size_t bytes_max) {
  const std::string limit = absl::StrCat(bytes_max);
  const budget::Text text =
      budget::Message("gateway.request_too_large", {{"limit", limit}});
  return rpc::MakeError(rpc::Reason::kRequestTooLarge, text.zh, text.en);
}

absl::Status TooSlow() {
  const budget::Text text = budget::Message("gateway.request_too_slow");
  return rpc::MakeError(rpc::Reason::kDeadline, text.zh, text.en);
}

// Header values are ours, and never hold a line end that a request put there.
void AppendHeader(absl::string_view name, absl::string_view value,
                  std::string* out) {
  YUHENG_CHECK(value.find_first_of(absl::string_view("\r\n\0", 3)) ==
               absl::string_view::npos);
  absl::StrAppend(out, name, ": ", value, "\r\n");
}

}  // namespace

struct Connection::Parser {
  Parser() {
    parser.header_limit(kHeadBytesMax);
    // Judged where the body is read.
    parser.body_limit(boost::none);
    parser.eager(false);
  }
  http::request_parser<http::buffer_body> parser;
};

Connection::Connection(std::shared_ptr<asio::io_context> io,
                       std::unique_ptr<Transport> transport,
                       const Options* options)
    : io_(std::move(io)),
      transport_(std::move(transport)),
      options_(options),
      peer_(transport_->PeerAddress()),
      signal_(transport_->executor()),
      read_buffer_(kFirstReadBytes, '\0') {}

Connection::~Connection() = default;

asio::awaitable<void> Connection::Run() {
  const std::shared_ptr<Connection> self = shared_from_this();
  bool go_on = co_await Handshake();
  while (go_on && !draining_) {
    go_on = co_await ReadHead();
    if (!go_on) break;
    answered_ = false;
    co_await options_->handler(*this);
    // A handler that found nobody to answer to.
    if (!answered_) break;
    const bool read = parser_->parser.is_done();
    go_on = keep_alive_ && read && !gone_;
    if (!read) co_await Linger();
  }
  transport_->Close();
}

asio::awaitable<bool> Connection::Handshake() {
  bool done = false;
  transport_->Handshake(
      [&, self = shared_from_this()](error_code error, size_t) {
        done = true;
        handshaken_ = !error;
        signal_.Notify();
      });
  const SteadyTime until = In(options_->patience.head);
  while (!done) {
    const bool notified = co_await signal_.WaitUntil(until);
    // Its end is waited for: it knows this place.
    if (!notified) transport_->Close();
  }
  co_return handshaken_;
}

asio::awaitable<bool> Connection::ReadHead() {
  parser_ = std::make_unique<Parser>();
  head_ = {};
  body_bytes_ = 0;
  auto& parser = parser_->parser;
  SteadyTime until = In(options_->patience.idle);
  bool begun = false;
  while (!parser.is_header_done()) {
    if (input_.empty()) {
      const bool there = co_await WaitForInput(until);
      if (!there) {
        if (begun && !gone_) co_await Refuse(408, TooSlow());
        co_return false;
      }
    }
    if (!begun) {
      begun = true;
      until = In(options_->patience.head);
    }
    error_code error;
    const size_t taken = parser.put(asio::buffer(input_), error);
    input_.erase(0, taken);
    if (error == http::error::header_limit) {
      co_await Refuse(431, TooLarge(kHeadBytesMax));
      co_return false;
    }
    if (error == http::error::need_more) {
      // What is there is the front of a line.
      const bool there = co_await WaitForInput(until);
      if (!there) {
        if (!gone_) co_await Refuse(408, TooSlow());
        co_return false;
      }
      continue;
    }
    if (error) {
      co_await Refuse(400, Malformed());
      co_return false;
    }
  }
  int http_status = 0;
  absl::Status refusal = TakeHead(&http_status);
  if (!refusal.ok()) {
    co_await Refuse(http_status, std::move(refusal));
    co_return false;
  }
  body_end_ = In(options_->patience.body);
  co_return true;
}

absl::Status Connection::TakeHead(int* http_status) {
  const auto& message = parser_->parser.get();
  head_.method = std::string(message.method_string());
  head_.target = std::string(message.target());
  for (const auto& field : message) {
    head_.headers.emplace_back(std::string(field.name_string()),
                               std::string(field.value()));
  }
  keep_alive_ = message.keep_alive();
  *http_status = 505;
  if (message.version() != kHttp11) return Malformed();
  *http_status = 431;
  if (head_.headers.size() > kHeadersMax) return TooLarge(kHeadBytesMax);
  *http_status = 400;
  // Which of two counts is nobody's to guess.
  for (const char* once : {"Host", "Content-Type", "Content-Length", "Cookie",
                           "Origin", "Transfer-Encoding"}) {
    if (head_.CountOf(once) > 1) return Malformed();
  }
  if (head_.Header("Host").empty()) return Malformed();
  // What the parser takes for no body, and so for the next request, somebody
  // before us may take for one.
  if (head_.CountOf("Transfer-Encoding") > 0 &&
      (!absl::EqualsIgnoreCase(head_.Header("Transfer-Encoding"), "chunked") ||
       head_.CountOf("Content-Length") > 0)) {
    return Malformed();
  }
  // A target is a path here, and what it has are visible characters.
  if (!absl::StartsWith(head_.target, "/")) return Malformed();
  for (const char c : head_.target) {
    if (!absl::ascii_isgraph(c)) return Malformed();
  }
  return absl::OkStatus();
}

asio::awaitable<absl::StatusOr<std::string>> Connection::ReadBody(
    size_t bytes_max) {
  std::string body;
  for (;;) {
    absl::StatusOr<std::string> piece = co_await ReadPiece(bytes_max);
    if (!piece.ok()) co_return piece;
    if (piece->empty()) co_return body;
    body += *piece;
  }
}

asio::awaitable<absl::StatusOr<std::string>> Connection::ReadPiece(
    size_t bytes_max) {
  auto& parser = parser_->parser;
  if (parser.content_length().value_or(0) > bytes_max) {
    co_return TooLarge(bytes_max);
  }
  co_await ContinueIfAsked();
  std::string piece(kReadBytesMax, '\0');
  while (!parser.is_done()) {
    if (input_.empty()) {
      const bool there = co_await WaitForInput(
          std::min(In(options_->patience.piece), body_end_));
      if (!there) {
        co_return gone_ ? absl::CancelledError() : TooSlow();
      }
    }
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    error_code error;
    const size_t taken = parser.put(asio::buffer(input_), error);
    input_.erase(0, taken);
    const size_t produced = piece.size() - body.size;
    body_bytes_ += produced;
    if (body_bytes_ > bytes_max) {
      co_return TooLarge(bytes_max);
    }
    if (error == http::error::need_more && produced == 0) {
      // The front of a line between chunks.
      if (input_.size() > kHeadBytesMax) co_return Malformed();
      const bool there = co_await WaitForInput(
          std::min(In(options_->patience.piece), body_end_));
      if (!there) {
        co_return gone_ ? absl::CancelledError() : TooSlow();
      }
    } else if (error && error != http::error::need_buffer &&
               error != http::error::need_more) {
      co_return Malformed();
    }
    if (produced > 0) {
      piece.resize(produced);
      co_return piece;
    }
  }
  co_return std::string();
}

// Senders of much wait to hear that it is wanted.
asio::awaitable<void> Connection::ContinueIfAsked() {
  const bool asked =
      absl::EqualsIgnoreCase(head_.Header("Expect"), "100-continue");
  if (!asked || body_bytes_ > 0 || parser_->parser.is_done()) co_return;
  head_.headers.erase(std::find_if(
      head_.headers.begin(), head_.headers.end(), [](const auto& header) {
        return absl::EqualsIgnoreCase(header.first, "Expect");
      }));
  co_await Write("HTTP/1.1 100 Continue\r\n\r\n", nullptr, "");
}

std::string Connection::HeadText(const Response& response, bool stream) const {
  const auto reason =
      http::obsolete_reason(static_cast<http::status>(response.status));
  std::string text = absl::StrCat("HTTP/1.1 ", response.status, " ",
                                  std::string(reason), "\r\n");
  for (const auto* headers : {&response.headers, &options_->headers}) {
    for (const auto& [name, value] : *headers) AppendHeader(name, value, &text);
  }
  AppendHeader("Date",
               absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", absl::Now(),
                                absl::UTCTimeZone()),
               &text);
  if (stream) {
    AppendHeader("Transfer-Encoding", "chunked", &text);
  } else if (response.status != 204 && response.status != 304) {
    const size_t size = response.body == nullptr ? 0 : response.body->size();
    AppendHeader("Content-Length", absl::StrCat(size), &text);
  }
  if (!keep_alive_) AppendHeader("Connection", "close", &text);
  return text + "\r\n";
}

asio::awaitable<bool> Connection::Respond(Response response) {
  YUHENG_CHECK(!std::exchange(answered_, true));
  // What was not read is not a request.
  if (draining_ || !parser_->parser.is_done()) keep_alive_ = false;
  std::string head = HeadText(response, /*stream=*/false);
  if (head_.method == "HEAD") response.body = nullptr;
  co_return co_await Write(std::move(head), std::move(response.body), "");
}

asio::awaitable<bool> Connection::BeginStream(Response head) {
  YUHENG_CHECK(!std::exchange(answered_, true));
  if (draining_ || !parser_->parser.is_done()) keep_alive_ = false;
  std::string text = HeadText(head, /*stream=*/true);
  co_return co_await Write(std::move(text), nullptr, "");
}

asio::awaitable<bool> Connection::WritePiece(SharedBytes piece) {
  // An empty chunk would be the end.
  if (piece->empty()) co_return !gone_;
  std::string size = absl::StrCat(absl::Hex(piece->size()), "\r\n");
  co_return co_await Write(std::move(size), std::move(piece), "\r\n");
}

asio::awaitable<bool> Connection::EndStream() {
  co_return co_await Write("0\r\n\r\n", nullptr, "");
}

asio::awaitable<bool> Connection::Write(std::string first, SharedBytes second,
                                        std::string third) {
  const absl::string_view middle =
      second == nullptr ? absl::string_view() : *second;
  for (size_t at = 0; !gone_;) {
    const absl::string_view part = middle.substr(at, kWriteBytes);
    std::array<asio::const_buffer, 3> buffers;
    if (at == 0) buffers[0] = asio::buffer(first);
    buffers[1] = asio::buffer(part.data(), part.size());
    at += part.size();
    const bool last = at == middle.size();
    if (last) buffers[2] = asio::buffer(third);
    co_await WriteBuffers(buffers);
    if (last) break;
  }
  // Who waits looks again: a wake-up for it may have come meanwhile.
  signal_.Notify();
  co_return !gone_;
}

asio::awaitable<void> Connection::WriteBuffers(
    std::array<asio::const_buffer, 3> buffers) {
  writing_ = true;
  transport_->Write(
      buffers, [this, self = shared_from_this()](error_code error, size_t) {
        writing_ = false;
        if (error) gone_ = true;
        signal_.Notify();
      });
  const SteadyTime until = In(options_->patience.write);
  bool given_up = false;
  while (writing_) {
    const bool notified = co_await signal_.WaitUntil(until);
    if (notified || std::exchange(given_up, true)) continue;
    // The write ends with an error; it knows these buffers until then.
    transport_->Close();
    if (options_->on_dropped) options_->on_dropped();
  }
}

void Connection::StartRead() {
  if (reading_ || sends_no_more_ || gone_) return;
  reading_ = true;
  transport_->ReadSome(
      asio::buffer(read_buffer_),
      [this, self = shared_from_this()](error_code error, size_t size) {
        reading_ = false;
        if (error == asio::error::eof) {
          sends_no_more_ = true;
        } else if (error) {
          gone_ = true;
        } else {
          input_.append(read_buffer_.data(), size);
          if (size == read_buffer_.size() && size < kReadBytesMax) {
            read_buffer_.resize(2 * size);
          }
        }
        signal_.Notify();
      });
}

asio::awaitable<bool> Connection::WaitForInput(SteadyTime until) {
  const size_t before = input_.size();
  StartRead();
  while (input_.size() == before && !gone_) {
    if (sends_no_more_) {
      // What is waited for never comes.
      gone_ = true;
      break;
    }
    const bool notified = co_await signal_.WaitUntil(until);
    if (!notified) co_return false;
    // Nothing was begun that would have to be finished.
    if (draining_ && head_.method.empty() && before == 0) {
      gone_ = input_.empty();
    }
  }
  co_return !gone_;
}

asio::awaitable<void> Connection::WaitUntil(SteadyTime time) {
  // One read ahead: of a request that follows this one, or that it went.
  if (input_.empty()) StartRead();
  co_await signal_.WaitUntil(std::min(time, In(kLookInterval)));
}

std::function<void()> Connection::Waker() {
  return [weak = weak_from_this()] {
    const std::shared_ptr<Connection> self = weak.lock();
    if (self == nullptr) return;
    asio::post(self->transport_->executor(), [self] { self->Wake(); });
  };
}

asio::awaitable<bool> Connection::Refuse(int http_status, absl::Status why) {
  keep_alive_ = false;
  answered_ = false;
  const bool written =
      co_await Respond(options_->refuser(http_status, std::move(why)));
  co_await Linger();
  co_return written;
}

asio::awaitable<void> Connection::Linger() {
  if (gone_) co_return;
  transport_->ShutdownSend();
  const SteadyTime until = In(options_->patience.linger);
  size_t discarded = 0;
  while (!gone_ && discarded < kLingerBytesMax) {
    discarded += input_.size();
    input_.clear();
    const bool there = co_await WaitForInput(until);
    if (!there) break;
  }
}

void Connection::Drain() {
  draining_ = true;
  signal_.Notify();
}

void Connection::Abort() {
  gone_ = true;
  transport_->Close();
  signal_.Notify();
}

}  // namespace yuheng::gateway
