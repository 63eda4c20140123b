// Prometheus metrics: what is counted, and the page that shows it.
#ifndef YUHENG_SERVICES_TELEMETRY_METRICS_H_
#define YUHENG_SERVICES_TELEMETRY_METRICS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prometheus {
class Counter;
class Exposer;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace yuheng::telemetry {

using Labels = std::map<std::string, std::string>;

// Handles: cheap to copy, valid as long as their Metrics, thread-safe.
class Counter {
 public:
  explicit Counter(prometheus::Counter* counter) : counter_(counter) {}
  // `by` is not negative.
  void Increment(double by = 1);
  double Value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge* gauge) : gauge_(gauge) {}
  void Set(double value);
  void Add(double by);
  double Value() const;

 private:
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram* histogram)
      : histogram_(histogram) {}
  void Observe(double value);

 private:
  prometheus::Histogram* histogram_;
};

// Upper bounds for latencies in seconds, from 100 microseconds to 10 seconds.
std::vector<double> LatencyBucketsSeconds();

// The metrics of one process. Asking again for the same name and labels gives
// the same metric. Names follow Prometheus: yuheng_<area>_<what>_<unit>, with
// _total on counters. A name keeps one kind. Thread-safe. Ask once and keep the
// handle where the call is frequent: a look-up takes a lock.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter GetCounter(const std::string& name, const std::string& help,
                     const Labels& labels = {});
  Gauge GetGauge(const std::string& name, const std::string& help,
                 const Labels& labels = {});
  Histogram GetHistogram(const std::string& name, const std::string& help,
                         const Labels& labels = {},
                         std::vector<double> bounds = LatencyBucketsSeconds());

  // Everything in Prometheus' text form.
  std::string Render() const;

  std::shared_ptr<prometheus::Registry> registry() const { return registry_; }

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
};

// Serves GET /metrics over HTTP until destroyed.
class MetricsServer {
 public:
  // `address` is host:port with a loopback host (127.0.0.0/8, [::1] or
  // localhost); port 0 takes a free one. INVALID_ARGUMENT when the address is
  // malformed or not loopback, UNAVAILABLE when it can't be bound.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(
      absl::string_view address, const Metrics& metrics);
  ~MetricsServer();

  // The port that was bound.
  int port() const { return port_; }

 private:
  MetricsServer(std::unique_ptr<prometheus::Exposer> exposer, int port);

  const std::unique_ptr<prometheus::Exposer> exposer_;
  const int port_;
};

}  // namespace yuheng::telemetry

#endif  // YUHENG_SERVICES_TELEMETRY_METRICS_H_
