/*
 * A stand-in for an NVIDIA driver, its run-time compiler and cuFFT, for tests on machines without a GPU. It runs on the host's processor and is
 * stricter than a GPU: work is done no earlier than a synchronisation, device addresses are no host addresses, fresh memory is garbage, and
 * arrays end in zones that nobody may touch.
 */
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

enum Status
{
    Success = 0, InvalidValue = 1, OutOfMemory = 2, NotInitialized = 3, NoDevice = 100, InvalidDevice = 101, InvalidImage = 200, InvalidContext = 201,
    InvalidHandle = 400, NotFound = 500, IllegalAddress = 700, LaunchOutOfResources = 701, LaunchFailed = 719
};

/* An array of the device. pending counts the queued operations that use it. */
struct Allocation
{
    std::vector<unsigned char> bytes;
    size_t size = 0;
    int pending = 0;
    unsigned char *data() { return bytes.data() + Zone; }
    bool intact() const;
    static constexpr size_t Zone = 256;
};

struct Operation
{
    std::function<int()> run;
    std::vector<std::shared_ptr<Allocation>> used;
};

struct Stream
{
    std::mutex gate;
    std::vector<Operation> queue;
    int error = Success;
};

/* The array that holds a device address and some bytes from there on; null when there is none. */
std::shared_ptr<Allocation> find(uint64_t address, size_t bytes, unsigned char **host);

/* Queues an operation; counts it for its arrays. */
int enqueue(Stream *stream, Operation operation);

/* Does what is queued. */
int drain(Stream *stream);

/* True when the thread has a context. */
bool has_context();
