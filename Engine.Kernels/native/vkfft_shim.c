/*
 * A C interface around the VkFFT header for OpenCL devices: real-to-complex 3-D transforms, batched, out of place.
 * Every function returns a status; nothing here prints or exits. What VkFFT would print (compiler logs) goes into the
 * caller's message buffer instead. Not thread-safe: callers hold a lock while a plan is made.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

static char *note_text;
static size_t note_size;

/* Takes what VkFFT prints; keeps the first part that fits. */
static int take_note(const char *format, ...)
{
    size_t used;
    int written;
    va_list arguments;
    if (note_text == NULL || note_size == 0)
        return 0;
    used = strlen(note_text);
    if (used + 1 >= note_size)
        return 0;
    va_start(arguments, format);
    written = vsnprintf(note_text + used, note_size - used, format, arguments);
    va_end(arguments);
    return written;
}

#define printf take_note
#include <vkFFT.h>
#undef printf

#define SHIM_VERSION 1
#define SHIM_ERROR_ARGUMENT 9001
#define SHIM_ERROR_MEMORY 9002
#define API __attribute__((visibility("default")))

typedef struct
{
    VkFFTApplication application;
    cl_device_id device;
    cl_context context;
    uint64_t real_bytes;
    uint64_t half_bytes;
    int complex_only;
} ShimPlan;

/* What a plan is for. Axes of one point are left out by the caller: rank counts the longer ones, the fastest first. */
typedef struct
{
    uint64_t rank;
    uint64_t size[3];
    uint64_t batch;
    uint64_t complex_only;
} ShimShape;

API int cryovkfft_version(void)
{
    return SHIM_VERSION;
}

API int cryovkfft_header_version(void)
{
    return VkFFTGetVersion();
}

static void describe(VkFFTConfiguration *configuration, ShimPlan *plan, const ShimShape *shape)
{
    uint64_t axis;
    uint64_t real_row = shape->size[0];
    uint64_t half_row = shape->size[0] / 2 + 1;
    uint64_t others = shape->batch;
    configuration->FFTdim = shape->rank;
    for (axis = 0; axis < shape->rank; axis++)
        configuration->size[axis] = shape->size[axis];
    for (axis = 1; axis < shape->rank; axis++)
        others *= shape->size[axis];
    configuration->device = &plan->device;
    configuration->context = &plan->context;
    configuration->numberBatches = shape->batch;
    configuration->normalize = 1;
    /* Sines from tables: those that GPUs compute are less accurate than single precision allows. */
    configuration->useLUT = 1;
    if (shape->complex_only)
    {
        plan->half_bytes = 8 * shape->size[0] * others;
        plan->real_bytes = plan->half_bytes;
        configuration->bufferSize = &plan->half_bytes;
        return;
    }

    plan->half_bytes = 8 * half_row * others;
    plan->real_bytes = 4 * real_row * others;
    configuration->performR2C = 1;
    configuration->isInputFormatted = 1;
    configuration->inverseReturnToInputBuffer = 1;
    configuration->bufferSize = &plan->half_bytes;
    configuration->inputBufferSize = &plan->real_bytes;
    configuration->bufferStride[0] = half_row;
    configuration->inputBufferStride[0] = real_row;
    for (axis = 1; axis < 3; axis++)
    {
        uint64_t length = axis < shape->rank ? shape->size[axis] : 1;
        configuration->bufferStride[axis] = configuration->bufferStride[axis - 1] * length;
        configuration->inputBufferStride[axis] = configuration->inputBufferStride[axis - 1] * length;
    }
}

/*
 * Makes a plan. saved/saved_size: kernels that cryovkfft_save gave for the same shape, device and driver, or NULL. keep: not 0 to
 * fetch the compiled kernels for cryovkfft_save. message: room for a zero-terminated text about a failure.
 */
API int cryovkfft_create(
    void **result, cl_context context, cl_device_id device, const ShimShape *shape, const void *saved, uint64_t saved_size,
    int keep, char *message, uint64_t message_size)
{
    VkFFTConfiguration configuration;
    ShimPlan *plan;
    VkFFTResult status;
    if (result == NULL || shape == NULL || shape->rank < 1 || shape->rank > 3 || shape->batch < 1)
        return SHIM_ERROR_ARGUMENT;
    *result = NULL;
    plan = calloc(1, sizeof *plan);
    if (plan == NULL)
        return SHIM_ERROR_MEMORY;
    memset(&configuration, 0, sizeof configuration);
    plan->device = device;
    plan->context = context;
    plan->complex_only = shape->complex_only != 0;
    describe(&configuration, plan, shape);
    if (saved != NULL && saved_size > 0)
    {
        configuration.loadApplicationFromString = 1;
        configuration.loadApplicationString = (void *)saved;
    }
    else if (keep)
    {
        configuration.saveApplicationToString = 1;
    }

    note_text = message;
    note_size = (size_t)message_size;
    if (note_text != NULL && note_size > 0)
        note_text[0] = 0;
    status = initializeVkFFT(&plan->application, configuration);
    note_text = NULL;
    if (status != VKFFT_SUCCESS)
    {
        free(plan);
        return (int)status;
    }

    *result = plan;
    return 0;
}

/* The compiled kernels of a plan that was made with keep; NULL and 0 otherwise. Owned by the plan. */
API int cryovkfft_save(void *handle, const void **data, uint64_t *size)
{
    ShimPlan *plan = handle;
    if (plan == NULL || data == NULL || size == NULL)
        return SHIM_ERROR_ARGUMENT;
    *data = plan->application.saveApplicationString;
    *size = *data == NULL ? 0 : plan->application.applicationStringSize;
    return 0;
}

/* Queues a transform: direction -1 forward (real to half), 1 inverse (half to real, normalised). complex_only plans use half alone. */
API int cryovkfft_run(void *handle, cl_command_queue queue, cl_mem real, cl_mem half, int direction)
{
    ShimPlan *plan = handle;
    VkFFTLaunchParams launch;
    if (plan == NULL || queue == NULL)
        return SHIM_ERROR_ARGUMENT;
    memset(&launch, 0, sizeof launch);
    launch.commandQueue = &queue;
    launch.buffer = &half;
    if (!plan->complex_only)
        launch.inputBuffer = &real;
    return (int)VkFFTAppend(&plan->application, direction, &launch);
}

API void cryovkfft_destroy(void *handle)
{
    ShimPlan *plan = handle;
    if (plan == NULL)
        return;
    deleteVkFFT(&plan->application);
    free(plan);
}
