// A service or a client of AddTwoInts on Cyclone DDS: `cyclone_services server|client DOMAIN [SERVICE]`.
// The client makes three calls, checks the responses and exits with 0 when they are right.
#include <dds/dds.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services.h"

typedef example_interfaces_srv_dds__AddTwoInts_Request_ Request;
typedef example_interfaces_srv_dds__AddTwoInts_Response_ Response;

enum { CALLS = 3, TRIES = 4000 };

static dds_qos_t *reliable(const char *id) {
  dds_qos_t *qos = dds_create_qos();
  dds_qset_reliability(qos, DDS_RELIABILITY_RELIABLE, DDS_INFINITY);
  dds_qset_history(qos, DDS_HISTORY_KEEP_LAST, 10);
  dds_qset_userdata(qos, id, strlen(id));
  return qos;
}

static int matched(dds_entity_t writer, dds_entity_t reader) {
  dds_publication_matched_status_t published;
  dds_subscription_matched_status_t subscribed;
  dds_get_publication_matched_status(writer, &published);
  dds_get_subscription_matched_status(reader, &subscribed);
  return published.current_count > 0 && subscribed.current_count > 0;
}

static int take(dds_entity_t reader, void *sample) {
  dds_sample_info_t info;
  return dds_take(reader, &sample, &info, 1, 1) == 1 && info.valid_data;
}

static void serve(dds_entity_t requests, dds_entity_t responses) {
  for (;;) {
    Request request;
    if (take(requests, &request)) {
      Response response = {request.client, request.number, request.a + request.b};
      dds_write(responses, &response);
    } else {
      dds_sleepfor(DDS_MSECS(2));
    }
  }
}

static int call(dds_entity_t requests, dds_entity_t responses) {
  for (int tries = 0; !matched(requests, responses); tries++) {
    if (tries == TRIES) return 2;
    dds_sleepfor(DDS_MSECS(5));
  }
  for (int number = 1; number <= CALLS; number++) {
    Request request = {0xdeadbeef01020304, number, 40 + number, 1};
    dds_write(requests, &request);
    Response response;
    for (int tries = 0; !take(responses, &response); tries++) {
      if (tries == TRIES) return 3;
      dds_sleepfor(DDS_MSECS(5));
    }
    if (response.client != request.client || response.number != number || response.sum != 41 + number) return 4;
  }
  return 0;
}

int main(int count, char **words) {
  if (count < 3) return 1;
  const char *service = count > 3 ? words[3] : "add_two_ints";
  char requests_name[64], responses_name[64];
  snprintf(requests_name, sizeof requests_name, "rq/%sRequest", service);
  snprintf(responses_name, sizeof responses_name, "rr/%sReply", service);
  int is_server = strcmp(words[1], "server") == 0;
  dds_entity_t participant = dds_create_participant((dds_domainid_t)atoi(words[2]), NULL, NULL);
  dds_entity_t requests = dds_create_topic(
      participant, &example_interfaces_srv_dds__AddTwoInts_Request__desc, requests_name, NULL, NULL);
  dds_entity_t responses = dds_create_topic(
      participant, &example_interfaces_srv_dds__AddTwoInts_Response__desc, responses_name, NULL, NULL);
  dds_qos_t *qos = reliable(is_server ? "serviceid= 1.2.3;" : "clientid= 1.2.3;");
  if (is_server) {
    dds_entity_t writer = dds_create_writer(participant, responses, qos, NULL);
    serve(dds_create_reader(participant, requests, qos, NULL), writer);
  }
  dds_entity_t reader = dds_create_reader(participant, responses, qos, NULL);
  return call(dds_create_writer(participant, requests, qos, NULL), reader);
}
