package dev.heapcrest.spark;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;
import org.jspecify.annotations.Nullable;

/** Local files under {@code failing:}, some of which fail while they are read. */
public final class FailingStore extends RawLocalFileSystem {
    private static final URI ROOT = URI.create("failing:///");

    /** How often the file of a name fails yet. */
    static final Map<String, AtomicInteger> FAILURES = new ConcurrentHashMap<>();

    static void configure(Configuration configuration) {
        configuration.set("fs.failing.impl", FailingStore.class.getName());
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public String getScheme() {
        return "failing";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
        FSDataInputStream stream = super.open(path, bufferBytes);
        AtomicInteger left = FAILURES.get(path.getName());
        return left == null || left.getAndDecrement() <= 0 ? stream : new FSDataInputStream(new Failing(stream));
    }

    private static final class Failing extends FilterInputStream implements Seekable, PositionedReadable {
        private final FSDataInputStream whole;

        Failing(FSDataInputStream whole) {
            super(whole);
            this.whole = whole;
        }

        private static IOException failure() {
            return new IOException("503 slow down");
        }

        @Override
        public int read() throws IOException {
            throw failure();
        }

        @Override
        public int read(byte @Nullable [] target, int offset, int count) throws IOException {
            throw failure();
        }

        @Override
        public int read(long position, byte @Nullable [] target, int offset, int count) throws IOException {
            throw failure();
        }

        @Override
        public void readFully(long position, byte @Nullable [] target, int offset, int count) throws IOException {
            throw failure();
        }

        @Override
        public void readFully(long position, byte @Nullable [] target) throws IOException {
            throw failure();
        }

        @Override
        public void seek(long position) throws IOException {
            whole.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return whole.getPos();
        }

        @Override
        public boolean seekToNewSource(long position) throws IOException {
            return whole.seekToNewSource(position);
        }
    }
}
