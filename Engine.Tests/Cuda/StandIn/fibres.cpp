#include "fibres.h"
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sys/mman.h>
#include <ucontext.h>
#include <vector>

namespace {

constexpr size_t StackBytes = 256 << 10;

#if defined(__x86_64__)

/* Where a fibre goes on: its stack pointer, with the registers that a call keeps on the stack. */
struct Point { void *stack_pointer; };

extern "C" void standin_switch(void **save, void *go);
asm(".text\n.hidden standin_switch\n.globl standin_switch\nstandin_switch:\n"
    "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\n"
    "mov %rsp, (%rdi)\nmov %rsi, %rsp\n"
    "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n");

void change(Point &from, Point &to) { standin_switch(&from.stack_pointer, to.stack_pointer); }

void prepare(Point &point, void *stack, void (*start)())
{
    void **top = reinterpret_cast<void **>((reinterpret_cast<uintptr_t>(stack) + StackBytes) & ~uintptr_t(15));
    *--top = nullptr;
    *--top = reinterpret_cast<void *>(start);
    for (int i = 0; i < 6; i++)
        *--top = nullptr;
    point.stack_pointer = top;
}

#else

struct Point { ucontext_t context; };

void change(Point &from, Point &to) { swapcontext(&from.context, &to.context); }

void prepare(Point &point, void *stack, void (*start)())
{
    getcontext(&point.context);
    point.context.uc_stack.ss_sp = stack;
    point.context.uc_stack.ss_size = StackBytes;
    point.context.uc_link = nullptr;
    makecontext(&point.context, start, 0);
}

#endif

struct Fibre
{
    Point point;
    void *stack;
    explicit Fibre(void (*start)())
    {
        stack = mmap(nullptr, StackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (stack == MAP_FAILED)
            abort();
        prepare(point, stack, start);
    }
    ~Fibre() { munmap(stack, StackBytes); }
};

struct Team
{
    std::vector<std::unique_ptr<Fibre>> fibres;
    Point caller;
    Place place;
    void (*body)(void *) = nullptr;
    void *argument = nullptr;
    unsigned threads = 0, now = 0, turns = 0, waiting = 0;
    int step = 1;
    bool together = true;
};

thread_local Team *own_team = nullptr;

Team *team()
{
    if (own_team == nullptr)
        own_team = new Team;
    return own_team;
}

/* Ends a thread's turn. The last turn of a round goes back to the caller when the block is done, else it opens the next round. */
void next(Team *t)
{
    unsigned from = t->now;
    if (++t->turns < t->threads) {
        t->now += t->step;
        t->place.thread.x = t->now;
        change(t->fibres[from]->point, t->fibres[t->now]->point);
        return;
    }
    if (t->waiting == t->threads) {
        t->turns = t->waiting = 0;
        t->step = -t->step;
        return;
    }
    t->together = t->waiting == 0;
    change(t->fibres[from]->point, t->caller);
}

/* A fibre runs one block after the other. */
void live()
{
    Team *t = own_team;
    for (;;) {
        t->body(t->argument);
        next(t);
    }
}

}

Place *current_place() { return &team()->place; }

void block_barrier()
{
    own_team->waiting++;
    next(own_team);
}

bool run_block(unsigned threads, void (*body)(void *), void *argument)
{
    Team *t = team();
    while (t->fibres.size() < threads)
        t->fibres.push_back(std::make_unique<Fibre>(live));
    t->body = body;
    t->argument = argument;
    t->threads = threads;
    t->now = t->turns = t->waiting = 0;
    t->step = 1;
    t->place.thread = { 0, 0, 0 };
    change(t->caller, t->fibres[0]->point);
    /* Fibres that wait for ever are given up. */
    if (!t->together)
        t->fibres.clear();
    return t->together;
}
