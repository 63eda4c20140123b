#include "tests/benchmark/load/dashboards.h"

#include <algorithm>
#include <array>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "services/budget/check.h"
#include "services/rpc/loopback.h"
#include "tests/benchmark/load/answer_reader.h"
#include "yuheng/aggregation/v1/aggregation_service.pb.h"

namespace yuheng::load {
namespace {

namespace asio = boost::asio;
using aggregation::v1::WatchTotalsResponse;
using asio::ip::tcp;
using boost::system::error_code;

constexpr absl::Duration kOpenTimeout = absl::Seconds(60);
// Connections begun at once: the system keeps some thousands waiting at most.
constexpr int kOpenedAtOnce = 500;
constexpr size_t kReadBytes = size_t{16} << 10;
// What the system keeps for who reads nothing: little, so that it counts soon.
constexpr int kFrozenReceiveBytes = 4096;

std::string RequestText(const std::string& address, const std::string& division,
                        int fiscal_year) {
  aggregation::v1::WatchTotalsRequest request;
  auto* scope = request.mutable_scope();
  scope->set_name(absl::StrCat("prefectures/", division));
  scope->set_fiscal_year(fiscal_year);
  scope->set_stage(budget::v1::STAGE_APPROVED);
  request.add_tables(budget::v1::TABLE_KIND_T1);
  const std::string message = request.SerializeAsString();
  std::string envelope(5, '\0');
  // Shorter than 256 bytes.
  envelope.back() = static_cast<char>(message.size());
  envelope += message;
  return absl::StrCat(
      "POST /yuheng.aggregation.v1.AggregationService/WatchTotals HTTP/1.1\r\n"
      "Host: ",
      address,
      "\r\nContent-Type: application/connect+proto\r\n"
      "Connect-Protocol-Version: 1\r\nContent-Length: ",
      envelope.size(), "\r\n\r\n", envelope);
}

tcp::endpoint EndpointOf(const std::string& address) {
  const auto parsed = rpc::ParseHostPort(address);
  YUHENG_CHECK(parsed.ok());
  return tcp::endpoint(asio::ip::make_address(parsed->host),
                       static_cast<uint16_t>(parsed->port));
}

}  // namespace

struct Dashboards::State {
  struct Posting {
    absl::Time accepted = absl::InfiniteFuture();
    std::vector<absl::Time> arrivals;
  };

  // Reads until the stream ends; one that is frozen its answer's beginning.
  asio::awaitable<void> Watch(tcp::socket socket, bool to_freeze);
  void Heard(const WatchTotalsResponse& response, absl::Time now,
             bool* has_snapshot) ABSL_LOCKS_EXCLUDED(mu);
  absl::Status OpenAll(int count, bool to_freeze) ABSL_LOCKS_EXCLUDED(mu);
  bool AllHeard() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);

  tcp::endpoint endpoint;
  std::string request;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{
      io.get_executor()};
  // Of its thread. One buffer serves all who read: what is there is read at
  // once.
  std::array<char, kReadBytes> buffer;
  // All are told the same bytes: they are parsed once.
  std::string last_data;
  WatchTotalsResponse last_response;
  std::thread thread;

  absl::Mutex mu;
  int reading ABSL_GUARDED_BY(mu) = 0;
  int frozen ABSL_GUARDED_BY(mu) = 0;
  int conflated ABSL_GUARDED_BY(mu) = 0;
  // By department. What nobody accepted here is not kept for long.
  std::map<std::string, Posting> postings ABSL_GUARDED_BY(mu);
  absl::Status ended ABSL_GUARDED_BY(mu);
};

asio::awaitable<void> Dashboards::State::Watch(tcp::socket socket,
                                               bool to_freeze) {
  error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  socket.open(endpoint.protocol(), error);
  if (to_freeze) {
    socket.set_option(
        asio::socket_base::receive_buffer_size(kFrozenReceiveBytes), error);
  }
  co_await socket.async_connect(endpoint, token);
  if (!error) co_await asio::async_write(socket, asio::buffer(request), token);
  AnswerReader reader;
  bool has_snapshot = false;
  std::string end;
  while (!error) {
    co_await socket.async_wait(tcp::socket::wait_read, token);
    if (error) break;
    const absl::Time now = absl::Now();
    const size_t size = socket.read_some(asio::buffer(buffer), error);
    reader.Append(absl::string_view(buffer.data(), size));
    if (to_freeze && reader.begun()) {
      absl::MutexLock lock(&mu);
      ++frozen;
      break;
    }
    while (auto envelope = reader.Next()) {
      if (envelope->flags != 0) {
        end = envelope->data;
        continue;
      }
      if (envelope->data != last_data) {
        last_data = std::move(envelope->data);
        YUHENG_CHECK(last_response.ParseFromString(last_data));
      }
      Heard(last_response, now, &has_snapshot);
    }
  }
  if (to_freeze && !error) {
    // Held, and not read, until this thread ends.
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    co_await never.async_wait(token);
    co_return;
  }
  absl::MutexLock lock(&mu);
  ended = absl::UnavailableError(
      absl::StrCat("a dashboard ended: ", error.message(), " ", end));
}

void Dashboards::State::Heard(const WatchTotalsResponse& response,
                              absl::Time now, bool* has_snapshot) {
  if (!response.has_delta() && *has_snapshot) return;
  absl::MutexLock lock(&mu);
  if (response.snapshot().last()) {
    *has_snapshot = true;
    ++reading;
  }
  if (!response.delta().last()) return;
  if (response.delta().conflated()) {
    ++conflated;
  } else {
    postings[response.delta().department()].arrivals.push_back(now);
  }
}

absl::Status Dashboards::State::OpenAll(int count, bool to_freeze) {
  const absl::Time deadline = absl::Now() + kOpenTimeout;
  for (int opened = 0; opened < count;) {
    const int more = std::min(kOpenedAtOnce, count - opened);
    opened += more;
    absl::MutexLock lock(&mu);
    int* const there = to_freeze ? &frozen : &reading;
    const int wanted = *there + more;
    for (int i = 0; i < more; ++i) {
      asio::co_spawn(io, Watch(tcp::socket(io), to_freeze), asio::detached);
    }
    const auto settled = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
      return *there >= wanted || !ended.ok();
    };
    if (!mu.AwaitWithDeadline(absl::Condition(&settled), deadline)) {
      return absl::DeadlineExceededError("a dashboard has no answer");
    }
    if (!ended.ok()) return ended;
  }
  return absl::OkStatus();
}

bool Dashboards::State::AllHeard() const {
  return std::all_of(
      postings.begin(), postings.end(),
      [&](const auto& posting) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
        return static_cast<int>(posting.second.arrivals.size()) >= reading;
      });
}

Dashboards::Dashboards(const std::string& address, const std::string& division,
                       int fiscal_year)
    : state_(std::make_unique<State>()) {
  state_->endpoint = EndpointOf(address);
  state_->request = RequestText(address, division, fiscal_year);
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

Dashboards::~Dashboards() {
  state_->io.stop();
  state_->thread.join();
}

absl::Status Dashboards::Open(int count) {
  return state_->OpenAll(count, /*to_freeze=*/false);
}

absl::Status Dashboards::OpenFrozen(int count) {
  return state_->OpenAll(count, /*to_freeze=*/true);
}

void Dashboards::Accepted(const std::string& department) {
  absl::MutexLock lock(&state_->mu);
  state_->postings[department].accepted = absl::Now();
}

Dashboards::Arrivals Dashboards::Collect(const std::string& workload,
                                         absl::Duration timeout) {
  absl::MutexLock lock(&state_->mu);
  state_->mu.AwaitWithTimeout(absl::Condition(state_.get(), &State::AllHeard),
                              timeout);
  Arrivals arrivals;
  arrivals.each.workload = absl::StrCat("accepted to dashboard, ", workload);
  arrivals.last.workload = absl::StrCat("accepted to the last, ", workload);
  arrivals.each.unit = arrivals.last.unit = "update";
  absl::Time first = absl::InfiniteFuture();
  absl::Time last = absl::InfinitePast();
  for (const auto& [department, posting] : state_->postings) {
    if (posting.accepted == absl::InfiniteFuture()) continue;
    first = std::min(first, posting.accepted);
    const auto missing = static_cast<int64_t>(state_->reading) -
                         static_cast<int64_t>(posting.arrivals.size());
    arrivals.each.failed += missing;
    absl::Time end = absl::InfinitePast();
    for (const absl::Time time : posting.arrivals) {
      arrivals.each.latencies.push_back(time - posting.accepted);
      end = std::max(end, time);
    }
    last = std::max(last, end);
    if (missing > 0) {
      ++arrivals.last.failed;
    } else {
      arrivals.last.latencies.push_back(end - posting.accepted);
    }
  }
  arrivals.each.wall_time = arrivals.last.wall_time =
      last > first ? last - first : absl::ZeroDuration();
  arrivals.each.note =
      absl::StrCat(std::exchange(state_->conflated, 0), " conflated");
  state_->postings.clear();
  return arrivals;
}

}  // namespace yuheng::load
