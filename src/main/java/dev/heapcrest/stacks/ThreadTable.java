package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.Rule;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;

/** Threads by id and by order of appearance, with their stacks and last names. Not thread-safe. */
public final class ThreadTable {
    /** Index plus one by id. */
    private final LongToIntTable byId = new LongToIntTable();

    private final ArrayList<ThreadStack> stacks = new ArrayList<>();
    private final LongArrayList ids = new LongArrayList();
    private final ArrayList<String> names = new ArrayList<>();

    private final StackSnapshots snapshots;
    private final long most;
    private final int deepest;

    public ThreadTable(StackSnapshots snapshots, Limits limits) {
        this.snapshots = snapshots;
        most = limits.of(Limit.THREADS);
        deepest = (int) limits.of(Limit.STACK_FRAMES);
    }

    /** A stack of no frames. */
    ThreadStack stack(int threadIndex) {
        return new ThreadStack(threadIndex, snapshots, deepest);
    }

    ThreadStack of(long threadId) {
        int known = byId.get(threadId);
        if (known != 0) {
            return stacks.get(known - 1);
        }
        if (ids.size() == most) {
            throw new CaptureDamage(Rule.THREADS, most);
        }
        ThreadStack thread = stack(ids.size());
        stacks.add(thread);
        byId.add(threadId, stacks.size());
        ids.add(threadId);
        names.add("");
        return thread;
    }

    /** Index of a thread, made if it is new. */
    public int indexOf(long threadId) {
        return of(threadId).index();
    }

    /** Later names replace earlier ones: threads are named after they start. */
    public void name(int threadIndex, String name) {
        names.set(threadIndex, name);
    }

    /** Thread ids by index, unsigned; a copy. */
    public long[] ids() {
        return ids.toLongArray();
    }

    /** Last names by index, "" = none; a copy. */
    public String[] names() {
        return names.toArray(String[]::new);
    }
}
