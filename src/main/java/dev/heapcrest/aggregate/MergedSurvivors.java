package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What survives of a capture with native stacks: Python and native stacks are merged, with names where there are any. */
final class MergedSurvivors {
    private final Survivors survivors;
    private final SurvivingStacks stacks;
    private final SurvivingNatives natives;
    private final CompletableFuture<SymbolTable> symbols;

    private MergedSurvivors(
            Survivors survivors,
            SurvivingStacks stacks,
            SurvivingNatives natives,
            CompletableFuture<SymbolTable> symbols) {
        this.survivors = survivors;
        this.stacks = stacks;
        this.natives = natives;
        this.symbols = symbols;
    }

    /** Begins to ask for names, and returns at once. */
    static MergedSurvivors symbolize(
            Survivors survivors, NativeStacks natives, SurvivingStacks stacks, SymbolSource source)
            throws UnsupportedProfileException {
        SurvivingNatives addresses = new SurvivingNatives(natives, survivors.frames(), stacks.frames);
        CompletableFuture<SymbolTable> symbols = new CompletableFuture<>();
        List<ImageAddresses> question = addresses.question();
        Thread asking = new Thread(
                () -> {
                    try {
                        symbols.complete(source.symbolize(question));
                    } catch (Throwable problem) {
                        symbols.completeExceptionally(problem);
                    }
                },
                "heapcrest-symbols");
        asking.setDaemon(true);
        asking.start();
        return new MergedSurvivors(survivors, stacks, addresses, symbols);
    }

    /**
     * Waits for the names.
     *
     * @param nodes stack of each location
     * @param threads thread index of each location
     * @param allocators of each location
     * @param figures by location
     * @param history by location
     */
    Survivors.Shown merge(
            CaptureHeader header, int[] nodes, int[] threads, int[] allocators, List<Figures> figures, History history)
            throws UnsupportedProfileException {
        NativeLevels levels = new NativeLevels(natives, symbols.join());
        HybridStacks hybrid =
                new HybridStacks(survivors.frames(), stacks, natives, levels, header.version(), nodes.length);
        long[] threadIds = survivors.threads().ids();
        LocationSums sums = new LocationSums(nodes.length);
        for (int location = 0; location < nodes.length; location++) {
            boolean main = threadIds[threads[location]] == header.mainThreadId();
            int node = hybrid.merge(nodes[location], main ? header.skippedMainThreadFrames() : 0);
            sums.add(node, threads[location], allocators[location]);
        }
        int[] stackFrames = hybrid.nodeFrames.toIntArray();
        return new Survivors.Shown(
                SurvivingFrames.copy(survivors.frames(), levels, stackFrames),
                new Profile.Stacks(IntColumn.of(hybrid.parents.toIntArray()), IntColumn.of(stackFrames)),
                sums.locations(),
                sums.figures(figures),
                new History(history.buckets(), history.lifetimes().movedTo(sums.places), history.range()));
    }

    /** Locations that have one stack after all, as they differ in addresses, eras or hidden frames alone. */
    private static final class LocationSums {
        private static final int OWNER_BITS = Integer.SIZE - 1;

        /** Place of each location that was given. */
        private final int[] places;

        private int given;
        private final Long2IntOpenCustomHashMap known = Salted.longToInt();
        private final IntArrayList nodes = new IntArrayList();
        private final IntArrayList threads = new IntArrayList();
        private final IntArrayList allocators = new IntArrayList();

        LocationSums(int count) {
            places = new int[count];
            known.defaultReturnValue(-1);
        }

        void add(int node, int thread, int allocator) {
            // thread and allocator have 31 bits together (Limit.THREAD_BITS)
            long owner = (long) thread << Allocator.NUMBER_BITS | allocator;
            int next = nodes.size();
            int place = known.putIfAbsent((long) node << OWNER_BITS | owner, next);
            if (place < 0) {
                place = next;
                nodes.add(node);
                threads.add(thread);
                allocators.add(allocator);
            }
            places[given++] = place;
        }

        Profile.Locations locations() {
            return new Profile.Locations(
                    IntColumn.of(nodes.toIntArray()),
                    IntColumn.of(threads.toIntArray()),
                    IntColumn.of(allocators.toIntArray()));
        }

        List<Figures> figures(List<Figures> ofGiven) {
            List<Figures> sums = new ArrayList<>();
            for (Figures view : ofGiven) {
                sums.add(new Figures(view.view(), sum(view.bytes()), sum(view.counts())));
            }
            return sums;
        }

        private LongColumn sum(LongColumn values) {
            long[] sums = new long[nodes.size()];
            for (int i = 0; i < places.length; i++) {
                sums[places[i]] += values.get(i);
            }
            return LongColumn.of(sums);
        }
    }
}
