package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {
    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    @Timeout(60)
    void results_come_in_order_on_the_callers_thread_however_long_each_takes() throws CommandFailure {
        CountDownLatch later = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        List<Integer> results = new ArrayList<>();
        Workers.<Integer, Integer>run(
                numbers(300),
                3,
                new Workers.Heap<>(item -> 1, 100),
                (item, alone) -> {
                    try {
                        if (item == 0) {
                            later.await();
                        } else if (item == 50) {
                            later.countDown();
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    assertFalse(alone);
                    return item * item;
                },
                result -> {
                    assertSame(caller, Thread.currentThread());
                    results.add(result);
                });
        assertEquals(numbers(300).stream().map(item -> item * item).toList(), results);
    }

    @Test
    void one_thread_is_the_callers() throws CommandFailure {
        Thread caller = Thread.currentThread();
        List<Integer> results = new ArrayList<>();
        Workers.<Integer, Integer>run(
                numbers(3),
                1,
                new Workers.Heap<>(item -> 1, 1),
                (item, alone) -> {
                    assertSame(caller, Thread.currentThread());
                    assertTrue(alone);
                    return item;
                },
                results::add);
        assertEquals(numbers(3), results);
    }

    @Test
    @Timeout(60)
    void several_run_at_once() throws CommandFailure {
        CyclicBarrier together = new CyclicBarrier(3);
        Workers.<Integer, Integer>run(
                numbers(3),
                3,
                new Workers.Heap<>(item -> 10, 30),
                (item, alone) -> {
                    try {
                        return together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                result -> {});
    }

    @Test
    @Timeout(60)
    void what_is_too_large_for_a_share_waits_and_runs_alone() throws CommandFailure {
        AtomicInteger running = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> besides = new ConcurrentLinkedQueue<>();
        Workers.<Integer, Integer>run(
                numbers(200),
                4,
                new Workers.Heap<>(item -> item % 10 == 0 ? 1_000_000 : 40, 100),
                (item, alone) -> {
                    int now = running.incrementAndGet();
                    besides.add(item % 10 == 0 ? now : Math.max(0, now - 1));
                    Thread.yield();
                    running.decrementAndGet();
                    return item;
                },
                result -> {});
        assertEquals(200, besides.size());
        // large ones see themselves alone, others one more at most
        assertTrue(besides.stream().allMatch(count -> count <= 1), besides.toString());
    }

    @Test
    @Timeout(60)
    void what_lacks_memory_beside_others_is_done_again_alone() throws CommandFailure {
        AtomicInteger running = new AtomicInteger();
        List<String> results = new ArrayList<>();
        Workers.<Integer, String>run(
                numbers(60),
                4,
                new Workers.Heap<>(item -> 1, 100),
                (item, alone) -> {
                    try {
                        int now = running.incrementAndGet();
                        if (item % 7 == 3) {
                            if (!alone) {
                                throw new OutOfMemoryError("beside others");
                            }
                            return item + " alone of " + now;
                        }
                        return item + "";
                    } finally {
                        running.decrementAndGet();
                    }
                },
                results::add);
        assertEquals(
                numbers(60).stream()
                        .map(item -> item % 7 == 3 ? item + " alone of 1" : item + "")
                        .toList(),
                results);
    }

    @Test
    @Timeout(60)
    void what_results_keep_counts_until_they_are_handed_on() throws CommandFailure {
        AtomicInteger begun = new AtomicInteger();
        List<Integer> results = new ArrayList<>();
        Workers.<Integer, Integer>run(
                numbers(20),
                2,
                new Workers.Heap<>(item -> 10, result -> 30, 100),
                (item, alone) -> {
                    begun.incrementAndGet();
                    if (item == 0) {
                        while (begun.get() < 2 || !otherWorkerWaits()) {
                            Thread.onSpinWait();
                        }
                        // 10 run here, and 3 x 30 wait: no room for another 10
                        assertEquals(4, begun.get());
                    }
                    return item;
                },
                results::add);
        assertEquals(numbers(20), results);
    }

    private static boolean otherWorkerWaits() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("heapcrest-worker-")
                        && thread != Thread.currentThread()
                        && thread.getState() != Thread.State.WAITING);
    }

    @Test
    @Timeout(60)
    void what_runs_alone_gets_the_memory_of_results_that_wait() throws CommandFailure {
        for (boolean keeps : List.of(true, false)) {
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger ofLast = new AtomicInteger();
            List<String> results = new ArrayList<>();
            Workers.<Integer, String>run(
                    numbers(3),
                    2,
                    keeps
                            ? new Workers.Heap<>(item -> 10, result -> 10, 100)
                            : new Workers.Heap<Integer, String>(item -> 10, 100),
                    (item, alone) -> {
                        begun.incrementAndGet();
                        if (item == 2) {
                            ofLast.incrementAndGet();
                        } else if (item == 0 && !alone) {
                            while (begun.get() < 3 || !otherWorkerWaits()) {
                                Thread.onSpinWait();
                            }
                            throw new OutOfMemoryError("beside others");
                        }
                        return item + (alone ? " alone" : "");
                    },
                    results::add);
            assertEquals(List.of("0 alone", "1", "2"), results);
            assertEquals(keeps ? 2 : 1, ofLast.get());
        }
    }

    @Test
    @Timeout(60)
    void a_failure_comes_after_the_results_before_it_and_ends_the_others() {
        List<Integer> results = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        CommandFailure failure = CommandFailure.failed("no");
        assertSame(
                failure,
                assertThrows(
                        CommandFailure.class,
                        () -> Workers.<Integer, Integer>run(
                                numbers(10_000),
                                4,
                                new Workers.Heap<>(item -> 1, 100),
                                (item, alone) -> {
                                    begun.incrementAndGet();
                                    if (item == 5) {
                                        throw failure;
                                    }
                                    return item;
                                },
                                results::add)));
        assertEquals(numbers(5), results);
        assertTrue(begun.get() < 10_000, begun + " begun");
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("heapcrest-worker-")));
    }
}
