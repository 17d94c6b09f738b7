// What the Fast DDS peers share: serialized messages as their only type, and a participant on the loopback.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>

#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/dds/domain/DomainParticipantListener.hpp>
#include <fastdds/dds/topic/TopicDataType.hpp>
#include <fastdds/rtps/transport/UDPv4TransportDescriptor.h>

using namespace eprosima::fastdds::dds;
using eprosima::fastrtps::rtps::InstanceHandle_t;
using eprosima::fastrtps::rtps::SerializedPayload_t;
namespace rtps = eprosima::fastrtps::rtps;

// A serialized message as it is: the program encodes and decodes what it needs of it itself.
class RawType : public TopicDataType {
public:
  RawType(const char* name, uint32_t size)
  {
    setName(name);
    m_typeSize = size;
  }
  bool serialize(void* data, SerializedPayload_t* payload) override
  {
    auto& bytes = *static_cast<std::string*>(data);
    if (bytes.size() > payload->max_size)
      return false;
    payload->encapsulation = CDR_LE;
    payload->length = static_cast<uint32_t>(bytes.size());
    std::memcpy(payload->data, bytes.data(), bytes.size());
    return true;
  }
  bool deserialize(SerializedPayload_t* payload, void* data) override
  {
    static_cast<std::string*>(data)->assign(reinterpret_cast<char*>(payload->data), payload->length);
    return true;
  }
  std::function<uint32_t()> getSerializedSizeProvider(void* data) override
  {
    return [data] { return static_cast<uint32_t>(static_cast<std::string*>(data)->size()); };
  }
  void* createData() override { return new std::string; }
  void deleteData(void* data) override { delete static_cast<std::string*>(data); }
  bool getKey(void*, InstanceHandle_t*, bool) override { return false; }
};

inline DomainParticipant* join(DomainParticipantListener* listener)
{
  DomainParticipantQos qos = PARTICIPANT_QOS_DEFAULT;
  auto udp = std::make_shared<eprosima::fastdds::rtps::UDPv4TransportDescriptor>();
  const char* address = std::getenv("PEER_ADDRESS");
  udp->interfaceWhiteList.push_back(address ? address : "127.0.0.1");
  qos.transport().use_builtin_transports = false;
  qos.transport().user_transports.push_back(udp);
  qos.name("fastdds_peer");
  const char* domain = std::getenv("ROS_DOMAIN_ID");
  return DomainParticipantFactory::get_instance()->create_participant(
    domain ? static_cast<uint32_t>(std::atoi(domain)) : 0, qos, listener, StatusMask::none());
}
