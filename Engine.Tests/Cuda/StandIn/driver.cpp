/* The driver API: one device in the host's memory. */
#include "standin.h"
#include "fibres.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <string>
#include <unistd.h>

namespace {

constexpr uint64_t AddressOffset = 1ull << 60;
constexpr size_t DeviceBytes = 4ull << 30;
constexpr unsigned char ZoneByte = 0xA5, FreshByte = 0xCD;

struct Module { void *library; };

struct Function
{
    void (*call)(void **);
    void (*enter)(Place *, void (*)());
    std::string kinds;
    unsigned group;
};

std::mutex gate;
std::map<uint64_t, std::shared_ptr<Allocation>> arrays;
std::vector<Stream *> streams;
std::vector<std::unique_ptr<Function>> functions;
size_t used_bytes;
bool initialized;
char context_object;
thread_local void *current;

int ready() { return !initialized ? NotInitialized : current != &context_object ? InvalidContext : Success; }

int synchronize_all()
{
    std::vector<Stream *> all;
    {
        std::lock_guard<std::mutex> lock(gate);
        all = streams;
    }
    int result = Success;
    for (Stream *stream : all) {
        int status = drain(stream);
        result = result == Success ? status : result;
    }
    return result;
}

struct Launch { Function *function; void **arguments; };

int run_grid(Function *function, std::vector<uint64_t> values, unsigned groups)
{
    std::vector<void *> list;
    for (uint64_t &value : values)
        list.push_back(&value);
    Launch launch { function, list.data() };
    Place *place = current_place();
    place->block_size = { function->group, 1, 1 };
    place->grid_size = { groups, 1, 1 };
    function->enter(place, block_barrier);
    for (unsigned b = 0; b < groups; b++) {
        place->block = { b, 0, 0 };
        auto body = [](void *argument) {
            Launch *l = static_cast<Launch *>(argument);
            l->function->call(l->arguments);
        };
        if (!run_block(function->group, body, &launch))
            return LaunchFailed;
    }
    return Success;
}

}

bool has_context() { return ready() == Success; }

bool Allocation::intact() const
{
    for (size_t i = 0; i < Zone; i++)
        if (bytes[i] != ZoneByte || bytes[Zone + size + i] != ZoneByte)
            return false;
    return true;
}

std::shared_ptr<Allocation> find(uint64_t address, size_t bytes, unsigned char **host)
{
    std::lock_guard<std::mutex> lock(gate);
    auto next = arrays.upper_bound(address);
    if (next == arrays.begin())
        return nullptr;
    auto [base, array] = *std::prev(next);
    if (address - base > array->size || bytes > array->size - (address - base))
        return nullptr;
    *host = array->data() + (address - base);
    return array;
}

int enqueue(Stream *stream, Operation operation)
{
    if (stream == nullptr)
        return InvalidHandle;
    std::lock_guard<std::mutex> lock(stream->gate);
    if (stream->error != Success)
        return stream->error;
    {
        std::lock_guard<std::mutex> counts(gate);
        for (auto &array : operation.used)
            array->pending++;
    }
    stream->queue.push_back(std::move(operation));
    return Success;
}

int drain(Stream *stream)
{
    std::lock_guard<std::mutex> lock(stream->gate);
    for (Operation &operation : stream->queue) {
        if (stream->error == Success)
            stream->error = operation.run();
        for (auto &array : operation.used)
            if (stream->error == Success && !array->intact())
                stream->error = IllegalAddress;
        std::lock_guard<std::mutex> counts(gate);
        for (auto &array : operation.used)
            array->pending--;
    }
    stream->queue.clear();
    return stream->error;
}

API int cuInit(unsigned flags)
{
    if (flags != 0)
        return InvalidValue;
    initialized = true;
    return Success;
}

API int cuDriverGetVersion(int *version) { return *version = 12080, Success; }

API int cuGetErrorName(int status, const char **text)
{
    static const std::map<int, const char *> names {
        { Success, "CUDA_SUCCESS" }, { InvalidValue, "CUDA_ERROR_INVALID_VALUE" }, { OutOfMemory, "CUDA_ERROR_OUT_OF_MEMORY" },
        { NotInitialized, "CUDA_ERROR_NOT_INITIALIZED" }, { InvalidDevice, "CUDA_ERROR_INVALID_DEVICE" }, { InvalidImage, "CUDA_ERROR_INVALID_IMAGE" },
        { InvalidContext, "CUDA_ERROR_INVALID_CONTEXT" }, { InvalidHandle, "CUDA_ERROR_INVALID_HANDLE" },
        { NotFound, "CUDA_ERROR_NOT_FOUND" }, { IllegalAddress, "CUDA_ERROR_ILLEGAL_ADDRESS" },
        { LaunchOutOfResources, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES" }, { LaunchFailed, "CUDA_ERROR_LAUNCH_FAILED" },
    };
    auto name = names.find(status);
    *text = name == names.end() ? nullptr : name->second;
    return name == names.end() ? InvalidValue : Success;
}

API int cuGetErrorString(int status, const char **text)
{
    *text = status == IllegalAddress ? "an illegal memory access was encountered" : nullptr;
    return *text ? Success : InvalidValue;
}

API int cuDeviceGetCount(int *count) { return *count = 1, initialized ? Success : NotInitialized; }

API int cuDeviceGet(int *device, int index) { return *device = index, index == 0 ? Success : InvalidDevice; }

API int cuDeviceGetName(char *name, int length, int device)
{
    snprintf(name, length, "stand-in for tests");
    return device == 0 ? Success : InvalidDevice;
}

API int cuDeviceGetUuid(unsigned char *id, int device)
{
    for (int i = 0; i < 16; i++)
        id[i] = (unsigned char)(0xF0 + i);
    return device == 0 ? Success : InvalidDevice;
}

API int cuDeviceTotalMem_v2(size_t *bytes, int device) { return *bytes = DeviceBytes, device == 0 ? Success : InvalidDevice; }

API int cuDeviceGetAttribute(int *value, int attribute, int device)
{
    static const std::map<int, int> values { { 1, 1024 }, { 16, 1 }, { 20, 0 }, { 75, 9 }, { 76, 0 } };
    auto found = values.find(attribute);
    if (device != 0 || found == values.end())
        return InvalidValue;
    *value = found->second;
    return Success;
}

API int cuDevicePrimaryCtxRetain(void **context, int device) { return *context = &context_object, device == 0 ? Success : InvalidDevice; }

API int cuCtxSetCurrent(void *context) { return current = context, Success; }

API int cuCtxSynchronize() { return ready() == Success ? synchronize_all() : ready(); }

API int cuMemGetInfo_v2(size_t *available, size_t *total)
{
    std::lock_guard<std::mutex> lock(gate);
    *available = DeviceBytes - used_bytes;
    *total = DeviceBytes;
    return ready();
}

API int cuMemAlloc_v2(uint64_t *address, size_t bytes)
{
    if (ready() != Success || bytes == 0)
        return ready() != Success ? ready() : InvalidValue;
    std::lock_guard<std::mutex> lock(gate);
    if (bytes > DeviceBytes - used_bytes)
        return OutOfMemory;
    auto array = std::make_shared<Allocation>();
    array->size = bytes;
    array->bytes.resize(bytes + 2 * Allocation::Zone, FreshByte);
    memset(array->bytes.data(), ZoneByte, Allocation::Zone);
    memset(array->data() + bytes, ZoneByte, Allocation::Zone);
    *address = reinterpret_cast<uint64_t>(array->data()) + AddressOffset;
    arrays[*address] = array;
    used_bytes += bytes;
    return Success;
}

API int cuMemFree_v2(uint64_t address)
{
    if (ready() != Success)
        return ready();
    std::lock_guard<std::mutex> lock(gate);
    auto array = arrays.find(address);
    if (array == arrays.end())
        return InvalidValue;
    /* Memory that queued work still uses is given to others, who write into it. */
    if (array->second->pending > 0)
        memset(array->second->data(), FreshByte, array->second->size);
    used_bytes -= array->second->size;
    arrays.erase(array);
    return Success;
}

API int cuMemcpyHtoDAsync_v2(uint64_t target, const void *source, size_t bytes, Stream *stream)
{
    unsigned char *host;
    auto array = find(target, bytes, &host);
    if (ready() != Success || !array)
        return ready() != Success ? ready() : InvalidValue;
    return enqueue(stream, { [=] { return memcpy(host, source, bytes), (int)Success; }, { array } });
}

API int cuMemcpyDtoHAsync_v2(void *target, uint64_t source, size_t bytes, Stream *stream)
{
    unsigned char *host;
    auto array = find(source, bytes, &host);
    if (ready() != Success || !array)
        return ready() != Success ? ready() : InvalidValue;
    return enqueue(stream, { [=] { return memcpy(target, host, bytes), (int)Success; }, { array } });
}

API int cuMemcpyDtoDAsync_v2(uint64_t target, uint64_t source, size_t bytes, Stream *stream)
{
    unsigned char *to, *from;
    auto written = find(target, bytes, &to), read = find(source, bytes, &from);
    if (ready() != Success || !written || !read)
        return ready() != Success ? ready() : InvalidValue;
    return enqueue(stream, { [=] { return memmove(to, from, bytes), (int)Success; }, { written, read } });
}

API int cuMemsetD8Async(uint64_t target, unsigned char value, size_t bytes, Stream *stream)
{
    unsigned char *host;
    auto array = find(target, bytes, &host);
    if (ready() != Success || !array)
        return ready() != Success ? ready() : InvalidValue;
    return enqueue(stream, { [=] { return memset(host, value, bytes), (int)Success; }, { array } });
}

API int cuStreamCreate(Stream **stream, unsigned)
{
    if (ready() != Success)
        return ready();
    std::lock_guard<std::mutex> lock(gate);
    streams.push_back(*stream = new Stream);
    return Success;
}

/* Streams are kept: another thread may be waiting for all of them. */
API int cuStreamDestroy_v2(Stream *stream) { return ready() == Success ? drain(stream) : ready(); }

API int cuStreamSynchronize(Stream *stream) { return ready() == Success ? drain(stream) : ready(); }

API int cuModuleLoadDataEx(Module **module, const void *image, unsigned, int *, void **)
{
    if (ready() != Success)
        return ready();
    /* nvrtc.cpp puts the size before the code. */
    uint64_t size;
    memcpy(&size, image, 8);
    const char *code = static_cast<const char *>(image) + 8;
    if (size < 4 || size > (64u << 20) || memcmp(code, "\177ELF", 4) != 0)
        return InvalidImage;
    char path[] = "/tmp/cuda-stand-in-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return OutOfMemory;
    bool written = write(file, code, size) == (ssize_t)size;
    close(file);
    void *library = written ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
    unlink(path);
    if (library == nullptr)
        return InvalidImage;
    *module = new Module { library };
    return Success;
}

API int cuModuleUnload(Module *module) { return module ? Success : InvalidHandle; }

API int cuModuleGetFunction(Function **function, Module *module, const char *name)
{
    auto take = [&](const char *prefix) { return dlsym(module->library, (std::string(prefix) + name).c_str()); };
    void *call = take("standin_call_"), *kinds = take("standin_kinds_"), *group = take("standin_group_");
    if (!call || !kinds || !group)
        return NotFound;
    auto made = std::make_unique<Function>();
    made->call = reinterpret_cast<void (*)(void **)>(call);
    made->enter = reinterpret_cast<void (*)(Place *, void (*)())>(dlsym(module->library, "standin_enter"));
    made->kinds = reinterpret_cast<const char *(*)()>(kinds)();
    made->group = reinterpret_cast<unsigned (*)()>(group)();
    *function = made.get();
    std::lock_guard<std::mutex> lock(gate);
    functions.push_back(std::move(made));
    return Success;
}

API int cuLaunchKernel(
    Function *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, Stream *stream, void **arguments, void **extra)
{
    if (ready() != Success)
        return ready();
    if (!function || gx == 0 || gy != 1 || gz != 1 || by != 1 || bz != 1 || shared != 0 || extra)
        return InvalidValue;
    if (bx != function->group)
        return LaunchOutOfResources;
    Operation operation;
    std::vector<uint64_t> values;
    for (size_t i = 0; i < function->kinds.size(); i++) {
        uint64_t value = 0;
        memcpy(&value, arguments[i], function->kinds[i] == '4' ? 4 : 8);
        if (function->kinds[i] == 'p' && value != 0) {
            unsigned char *host;
            auto array = find(value, 1, &host);
            if (!array)
                return IllegalAddress;
            value = reinterpret_cast<uint64_t>(host);
            operation.used.push_back(array);
        }
        values.push_back(value);
    }
    operation.run = [=] { return run_grid(function, values, gx); };
    return enqueue(stream, std::move(operation));
}
