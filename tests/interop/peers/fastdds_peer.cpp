// A raw Fast DDS program that publishes, subscribes or reads the graph; see README.md for its words.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "fastdds_common.hpp"

#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastrtps/types/DynamicTypeBuilder.h>
#include <fastrtps/types/DynamicTypeBuilderFactory.h>
#include <fastrtps/types/TypeObject.h>

using eprosima::fastrtps::rtps::ParticipantDiscoveryInfo;
using eprosima::fastrtps::rtps::WriterDiscoveryInfo;

struct Options {
  std::string role, topic, filter;
  int size = 64, count = 1, depth = 0, period_ms = 0, timeout_s = 30;
  bool best_effort = false, transient_local = false, no_wait = false;
};

static Options parse(int argc, char** argv)
{
  Options o;
  if (argc < 3) {
    std::cerr << "usage: fastdds_peer pub|sub|graph TOPIC [--size N] [--count N] [--depth N] ...\n";
    std::exit(2);
  }
  o.role = argv[1];
  o.topic = argv[2];
  std::map<std::string, bool*> flags = {
    {"--best-effort", &o.best_effort}, {"--transient-local", &o.transient_local}, {"--no-wait", &o.no_wait}};
  std::map<std::string, int*> numbers = {{"--size", &o.size}, {"--count", &o.count}, {"--depth", &o.depth},
    {"--period-ms", &o.period_ms}, {"--timeout-s", &o.timeout_s}};
  for (int i = 3; i < argc; i++) {
    if (flags.count(argv[i]))
      *flags[argv[i]] = true;
    else if (std::string(argv[i]) == "--filter" && i + 1 < argc)
      o.filter = argv[++i];
    else if (numbers.count(argv[i]) && i + 1 < argc)
      *numbers[argv[i]] = std::atoi(argv[i + 1]), i++;
    else {
      std::cerr << "fastdds_peer: unknown option " << argv[i] << "\n";
      std::exit(2);
    }
  }
  return o;
}

// "7:hhhh…", `size` characters long: says which message it is and shows whether it arrived whole.
static std::string text(int size, int number)
{
  std::string start = std::to_string(number) + ":";
  start.resize(static_cast<size_t>(size), static_cast<char>('a' + number % 26));
  return start;
}

// std_msgs/msg/String in CDR, little endian, with its encapsulation header.
static std::string encode(const std::string& value)
{
  std::string out("\0\1\0\0", 4);
  uint32_t length = static_cast<uint32_t>(value.size() + 1);
  out.append(reinterpret_cast<char*>(&length), 4);
  out.append(value);
  out.push_back('\0');
  return out;
}

static std::string decode(const std::string& bytes)
{
  uint32_t length = 0;
  if (bytes.size() >= 9)
    std::memcpy(&length, bytes.data() + 4, 4);
  if (length == 0 || bytes.size() < 8 + static_cast<size_t>(length))
    return "";
  return bytes.substr(8, length - 1);
}

class Watcher : public DomainParticipantListener {
public:
  explicit Watcher(std::string topic) : topic_(std::move(topic)) {}
  void on_participant_discovery(DomainParticipant*, ParticipantDiscoveryInfo&& info) override
  {
    std::lock_guard<std::mutex> lock(mutex);
    auto& data = info.info.m_userData;
    participants[info.info.m_guid.guidPrefix] = std::string(data.begin(), data.end());
  }
  void on_publisher_discovery(DomainParticipant*, WriterDiscoveryInfo&& info) override
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (info.info.topicName().to_string() != topic_)
      return;
    auto& data = info.info.m_qos.m_userData;
    endpoint_user_data = std::string(data.begin(), data.end());
    type = info.info.typeName().to_string();
    owner = info.info.guid().guidPrefix;
    found = true;
  }
  std::mutex mutex;
  std::map<rtps::GuidPrefix_t, std::string> participants;
  std::string endpoint_user_data, type;
  rtps::GuidPrefix_t owner;
  bool found = false;

private:
  std::string topic_;
};

template<typename Qos>
static void set_qos(Qos& qos, const Options& o)
{
  qos.reliability().kind = o.best_effort ? BEST_EFFORT_RELIABILITY_QOS : RELIABLE_RELIABILITY_QOS;
  qos.reliability().max_blocking_time = eprosima::fastrtps::Duration_t(10, 0);
  qos.history().kind = o.depth ? KEEP_LAST_HISTORY_QOS : KEEP_ALL_HISTORY_QOS;
  if (o.depth)
    qos.history().depth = o.depth;
  // A writer's default is transient local, unlike a reader's.
  qos.durability().kind = o.transient_local ? TRANSIENT_LOCAL_DURABILITY_QOS : VOLATILE_DURABILITY_QOS;
  qos.endpoint().history_memory_policy = rtps::PREALLOCATED_WITH_REALLOC_MEMORY_MODE;
}

static int publish(DomainParticipant* participant, Topic* topic, const Options& o)
{
  DataWriterQos qos = DATAWRITER_QOS_DEFAULT;
  set_qos(qos, o);
  qos.publish_mode().kind = ASYNCHRONOUS_PUBLISH_MODE;
  DataWriter* writer = participant->create_publisher(PUBLISHER_QOS_DEFAULT)->create_datawriter(topic, qos);
  PublicationMatchedStatus status;
  for (int i = 0; !o.no_wait; i++) {
    writer->get_publication_matched_status(status);
    if (status.current_count > 0)
      break;
    if (i > o.timeout_s * 100) {
      std::cerr << "fastdds_peer: no reader came within " << o.timeout_s << " s\n";
      return 3;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (int i = 0; i < o.count; i++) {
    std::string message = encode(text(o.size, i));
    if (!writer->write(&message)) {
      std::cerr << "fastdds_peer: write of message " << i << " failed\n";
      return 2;
    }
    if (o.period_ms)
      std::this_thread::sleep_for(std::chrono::milliseconds(o.period_ms));
  }
  bool acked = o.best_effort
    || writer->wait_for_acknowledgments(eprosima::fastrtps::Duration_t(o.timeout_s, 0)) == ReturnCode_t::RETCODE_OK;
  std::printf("{\"published\": %d, \"acknowledged\": %s}\n", o.count, acked ? "true" : "false");
  std::fflush(stdout);
  std::getchar(); // stays until its standard input closes, for late joiners
  return 0;
}

static int subscribe(DomainParticipant* participant, Topic* topic, const Options& o)
{
  DataReaderQos qos = DATAREADER_QOS_DEFAULT;
  set_qos(qos, o);
  TopicDescription* wanted = topic;
  if (!o.filter.empty())
    wanted = participant->create_contentfilteredtopic("wanted", topic, o.filter, {});
  if (!wanted) {
    std::cerr << "fastdds_peer: no filter can be made of '" << o.filter << "'\n";
    return 2;
  }
  DataReader* reader = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT)->create_datareader(wanted, qos);
  int received = 0, first = -1, last = -1, corrupt = 0;
  bool ordered = true;
  std::printf("{\"ready\": true}\n");
  std::fflush(stdout);
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(o.timeout_s);
  while (received < o.count && std::chrono::steady_clock::now() < end) {
    std::string message;
    SampleInfo info;
    if (!reader->wait_for_unread_message(eprosima::fastrtps::Duration_t(0, 100000000)))
      continue;
    while (received < o.count && reader->take_next_sample(&message, &info) == ReturnCode_t::RETCODE_OK) {
      if (!info.valid_data)
        continue;
      std::string value = decode(message);
      int number = std::atoi(value.c_str());
      corrupt += value != text(o.size, number);
      ordered = ordered && number > last;
      if (received++ == 0)
        first = number;
      last = number;
    }
  }
  std::printf("{\"received\": %d, \"first\": %d, \"last\": %d, \"ordered\": %s, \"corrupt\": %d}\n",
    received, first, last, ordered ? "true" : "false", corrupt);
  std::fflush(stdout);
  return 0;
}

// Reads what stands in ParticipantEntitiesInfo before the first node's endpoints.
static bool first_node(const std::string& bytes, std::string& space, std::string& name)
{
  size_t at = 4 + 16;
  auto word = [&]() -> uint32_t {
    uint32_t value = 0;
    at = (at + 3) & ~size_t(3);
    if (at + 4 <= bytes.size())
      std::memcpy(&value, bytes.data() + at, 4);
    at += 4;
    return value;
  };
  auto string = [&]() -> std::string {
    uint32_t length = word();
    if (length == 0 || at + length > bytes.size())
      return "";
    std::string value = bytes.substr(at, length - 1);
    at += length;
    return value;
  };
  if (word() == 0)
    return false;
  space = string();
  name = string();
  return !name.empty();
}

static int read_graph(DomainParticipant* participant, Watcher& watcher, const Options& o)
{
  TypeSupport info_type(new RawType("rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_", 65536));
  info_type.register_type(participant);
  Topic* topic = participant->create_topic("ros_discovery_info", info_type.get_type_name(), TOPIC_QOS_DEFAULT);
  DataReaderQos qos = DATAREADER_QOS_DEFAULT;
  Options reading;
  reading.transient_local = true;
  set_qos(qos, reading);
  DataReader* reader = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT)->create_datareader(topic, qos);
  for (int i = 0; i < o.timeout_s * 20; i++) {
    std::string message, space, name;
    SampleInfo info;
    while (reader->take_next_sample(&message, &info) == ReturnCode_t::RETCODE_OK)
      if (info.valid_data && first_node(message, space, name))
        break;
    std::lock_guard<std::mutex> lock(watcher.mutex);
    static std::string seen_space, seen_name;
    if (!name.empty())
      seen_space = space, seen_name = name;
    if (watcher.found && !seen_name.empty()) {
      std::printf("{\"type\": \"%s\", \"endpoint_user_data\": \"%s\", \"participant_user_data\": \"%s\", "
                  "\"namespace\": \"%s\", \"node\": \"%s\"}\n",
        watcher.type.c_str(), watcher.endpoint_user_data.c_str(), watcher.participants[watcher.owner].c_str(),
        seen_space.c_str(), seen_name.c_str());
      return 0;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::cerr << "fastdds_peer: " << (watcher.found ? "no node was announced" : "no writer of the topic was seen") << "\n";
  return 3;
}

/// Without this Fast DDS cannot hold the content filters of readers against what it sends.
static void describe_type(const char* name)
{
  using namespace eprosima::fastrtps::types;
  DynamicTypeBuilderFactory* factory = DynamicTypeBuilderFactory::get_instance();
  DynamicTypeBuilder* message = factory->create_struct_builder();
  message->set_name(name);
  message->add_member(0, "data", factory->create_string_builder());
  TypeObject object;
  factory->build_type_object(message->build(), object, true, true);
}

int main(int argc, char** argv)
{
  Options o = parse(argc, argv);
  Watcher watcher(o.topic);
  DomainParticipant* participant = join(&watcher);
  if (!participant) {
    std::cerr << "fastdds_peer: no participant could be made\n";
    return 2;
  }
  int status = 2;
  if (o.role == "graph") {
    status = read_graph(participant, watcher, o);
  } else {
    TypeSupport type(new RawType("std_msgs::msg::dds_::String_", static_cast<uint32_t>(o.size + 16)));
    describe_type("std_msgs::msg::dds_::String_");
    // Others would ask for what they are told of a type; nobody here answers.
    type->auto_fill_type_object(false);
    type->auto_fill_type_information(false);
    type.register_type(participant);
    Topic* topic = participant->create_topic(o.topic, type.get_type_name(), TOPIC_QOS_DEFAULT);
    status = o.role == "pub" ? publish(participant, topic, o) : subscribe(participant, topic, o);
  }
  participant->delete_contained_entities();
  DomainParticipantFactory::get_instance()->delete_participant(participant);
  return status;
}
