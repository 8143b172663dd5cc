/* Runs the threads of a block in turns on one operating-system thread; see run_block. */
#pragma once

struct Place { struct { unsigned x, y, z; } thread, block, block_size, grid_size; };

/* The number of the running thread and block; one per operating-system thread. */
Place *current_place();

/* Waits for the other threads of the block. */
void block_barrier();

/*
 * Runs body(argument) once for each thread of a block. Between two barriers the threads run one after the other, upwards and downwards by turns, so that
 * a missing barrier shows. False when a barrier is not reached by all threads.
 */
bool run_block(unsigned threads, void (*body)(void *), void *argument);
