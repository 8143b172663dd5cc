/* The run-time compiler: the host's g++, with device.h before the text and an entry for each kernel behind it. */
#include "standin.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

enum { CompilationError = 6, InvalidOption = 5, InternalError = 11 };

struct Program
{
    std::string source, log, code;
};

std::string own_folder()
{
    Dl_info info;
    dladdr(reinterpret_cast<void *>(&own_folder), &info);
    std::string path = info.dli_fname;
    return path.substr(0, path.rfind('/'));
}

std::string read_file(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/* The compiler's options for NVRTC's; false for one that NVRTC does not know in this spelling. */
bool translate(const std::string &option, std::vector<std::string> &command, bool &has_target)
{
    auto starts = [&](const char *prefix) { return option.compare(0, strlen(prefix), prefix) == 0; };
    if (starts("--gpu-architecture=sm_90"))
        return has_target = true;
    if (starts("--define-macro="))
        command.push_back("-D" + option.substr(strlen("--define-macro=")));
    else if (option == "--fmad=true")
        command.insert(command.end(), { "-ffp-contract=fast" });
    else if (option == "--fmad=false")
        command.push_back("-ffp-contract=off");
    else
        return false;
    return true;
}

int run(const std::vector<std::string> &command, const std::string &log)
{
    std::vector<char *> words;
    for (const std::string &word : command)
        words.push_back(const_cast<char *>(word.c_str()));
    words.push_back(nullptr);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen(log.c_str(), "w", stderr))
            _exit(126);
        execvp(words[0], words.data());
        _exit(127);
    }
    int status = 0;
    pid_t ended = child;
    while (child > 0 && (ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
        continue;
    return ended < 0 ? -1 : status;
}

}

API int nvrtcVersion(int *major, int *minor) { return *major = 12, *minor = 8, 0; }

API const char *nvrtcGetErrorString(int status)
{
    return status == 0 ? "NVRTC_SUCCESS" : status == CompilationError ? "NVRTC_ERROR_COMPILATION" : status == InvalidOption ? "NVRTC_ERROR_INVALID_OPTION" : "NVRTC_ERROR_INTERNAL_ERROR";
}

API int nvrtcGetNumSupportedArchs(int *count) { return *count = 3, 0; }

API int nvrtcGetSupportedArchs(int *list) { return list[0] = 75, list[1] = 80, list[2] = 90, 0; }

API int nvrtcCreateProgram(Program **program, const char *source, const char *, int headers, const char **, const char **)
{
    *program = new Program;
    (*program)->source = source;
    return headers == 0 ? 0 : InternalError;
}

API int nvrtcDestroyProgram(Program **program) { return delete *program, *program = nullptr, 0; }

API int nvrtcCompileProgram(Program *program, int count, const char **options)
{
    const char *compiler = getenv("CXX");
    std::vector<std::string> command { compiler && *compiler ? compiler : "g++", "-std=c++17", "-O2", "-w", "-shared", "-fPIC", "-fvisibility=hidden" };
#if defined(__x86_64__)
    if (__builtin_cpu_supports("fma"))
        command.push_back("-mfma");
#endif
    bool has_target = false;
    for (int i = 0; i < count; i++) {
        if (!translate(options[i], command, has_target))
            return program->log = std::string("nvrtc: error: unrecognized option ") + options[i], InvalidOption;
    }
    if (!has_target)
        return program->log = "nvrtc: error: no target", InvalidOption;
    char folder[] = "/tmp/cuda-stand-in-XXXXXX";
    if (!mkdtemp(folder))
        return InternalError;
    std::string base = folder, source = base + "/program.cpp", output = base + "/program.so", log = base + "/log";
    {
        std::ofstream file(source);
        file << program->source << "\n";
        std::regex kernel("\\bKERNEL\\s*\\((\\w+)\\)\\s+(\\w+)\\s*\\(");
        for (std::sregex_iterator match(program->source.begin(), program->source.end(), kernel), end; match != end; ++match)
            file << "STANDIN_ENTRY(" << (*match)[2] << ", " << (*match)[1] << ")\n";
    }
    command.insert(command.end(), { "-include", own_folder() + "/device.h", "-o", output, source });
    int status = run(command, log);
    program->log = read_file(log);
    if (status == 0) {
        std::string code = read_file(output);
        uint64_t size = code.size();
        program->code = std::string(reinterpret_cast<char *>(&size), 8) + code;
    }
    for (const std::string &file : { source, output, log })
        unlink(file.c_str());
    rmdir(folder);
    return status == 0 ? 0 : CompilationError;
}

API int nvrtcGetProgramLogSize(Program *program, size_t *size) { return *size = program->log.size() + 1, 0; }

API int nvrtcGetProgramLog(Program *program, char *log) { return memcpy(log, program->log.c_str(), program->log.size() + 1), 0; }

API int nvrtcGetCUBINSize(Program *program, size_t *size) { return *size = program->code.size(), 0; }

API int nvrtcGetCUBIN(Program *program, char *code) { return memcpy(code, program->code.data(), program->code.size()), 0; }

API int nvrtcGetPTXSize(Program *, size_t *) { return InternalError; }

API int nvrtcGetPTX(Program *, char *) { return InternalError; }
