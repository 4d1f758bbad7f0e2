package dev.heapcrest.bytes;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a capture in LZ4 frames: one or several, skippable ones between them.
 *
 * <p>Delivers whole blocks, and of one that the file ends in what it has up to there. What is wrong with the frames is told
 * when the reader asks for more than there is: in a finished capture everything after the trailer, the end mark included,
 * is of no interest.
 */
public final class Lz4Source implements WindowSource {
    private static final int STORED = 0x80000000;

    private final PushbackInput input;
    private final Window window;
    private byte[] block = new byte[0];
    private final byte[] word = new byte[Long.BYTES];

    private @Nullable Lz4Frame frame;
    private long frameBytes;
    private XxHash32 contentHash = new XxHash32();
    private boolean ended;
    private @Nullable Problem problem;

    /** An input with these first bytes is a sequence of LZ4 frames. */
    public static boolean begins(byte[] head) {
        if (head.length < Integer.BYTES) {
            return false;
        }
        int magic = (int) Words.INT.get(head, 0);
        return magic == Lz4Frame.MAGIC || Lz4Frame.skippable(magic);
    }

    public Lz4Source(PushbackInput input, int windowBytes) {
        this.input = input;
        window = new Window(windowBytes);
    }

    @Override
    public Window next() throws IOException {
        window.retire();
        while (!ended) {
            Lz4Frame current = frame;
            if (current == null) {
                openFrame();
                continue;
            }
            int limit = window.start + window.capacityBytes();
            if (limit - window.end < current.maximumBlockBytes()) {
                if (window.end > window.start) {
                    break;
                }
                window.ensureCapacity(current.maximumBlockBytes());
            }
            readBlock(current);
        }
        return window;
    }

    private void openFrame() throws IOException {
        long offset = input.position();
        int got = input.readFully(word, 0, 4);
        if (got == 0 && offset > 0) {
            ended = true;
            return;
        }
        int magic = (int) Words.INT.get(word, 0);
        if (got < 4) {
            end(ContainerRule.FRAME_START_CUT, offset);
        } else if (Lz4Frame.skippable(magic)) {
            skipFrame(offset);
        } else if (magic == Lz4Frame.MAGIC) {
            readDescriptor(offset);
        } else {
            end(ContainerRule.NOT_A_FRAME, offset);
        }
    }

    private void skipFrame(long offset) throws IOException {
        boolean whole = input.readFully(word, 0, 4) == 4;
        long left = (int) Words.INT.get(word, 0) & 0xFFFFFFFFL;
        byte[] scratch = blockArray(1 << 16);
        while (whole && left > 0) {
            int got = input.read(scratch, 0, (int) Math.min(left, 1 << 16));
            whole = got > 0;
            left -= got;
        }
        if (!whole) {
            end(ContainerRule.SKIPPABLE_FRAME_CUT, offset);
        }
    }

    private void readDescriptor(long offset) throws IOException {
        byte[] flags = input.peek(1);
        if (flags.length == 1) {
            byte[] descriptor = new byte[Lz4Frame.descriptorBytes(flags[0])];
            if (input.readFully(descriptor, 0, descriptor.length) == descriptor.length) {
                ContainerRule rule = Lz4Frame.check(descriptor);
                if (rule == ContainerRule.FRAME_VERSION) {
                    end(rule, offset, (long) Lz4Frame.version(descriptor));
                    return;
                } else if (rule != null) {
                    end(rule, offset);
                    return;
                }
                frame = Lz4Frame.parse(descriptor);
                frameBytes = 0;
                contentHash = new XxHash32();
                return;
            }
        }
        end(ContainerRule.FRAME_HEADER_CUT, offset);
    }

    private void readBlock(Lz4Frame current) throws IOException {
        long offset = input.position();
        if (input.readFully(word, 0, 4) < 4) {
            end(ContainerRule.END_MARK_MISSING, offset);
            return;
        }
        int size = (int) Words.INT.get(word, 0);
        if (size == 0) {
            closeFrame(current, offset);
            return;
        }
        int stored = size & ~STORED;
        if (stored > current.maximumBlockBytes()) {
            end(ContainerRule.BLOCK_TOO_LARGE, offset);
            return;
        }
        int whole = stored + (current.blockChecksums() ? 4 : 0);
        byte[] source = blockArray(whole);
        int got = input.readFully(source, 0, whole);
        if (got < whole) {
            inflateCut(current, source, Math.min(got, stored), size < 0);
            end(ContainerRule.BLOCK_CUT, offset);
            return;
        }
        if (current.blockChecksums() && XxHash32.of(source, 0, stored) != (int) Words.INT.get(source, stored)) {
            end(ContainerRule.BLOCK_CHECKSUM, offset);
            return;
        }
        inflate(current, source, stored, size < 0, offset);
    }

    private void inflate(Lz4Frame current, byte[] source, int stored, boolean plain, long offset) {
        int at = window.end;
        if (plain) {
            System.arraycopy(source, 0, window.bytes, at, stored);
            window.end = at + stored;
        } else {
            int history = current.linked() ? (int) Math.min(frameBytes, HISTORY_BYTES) : 0;
            try {
                window.end = Lz4Block.inflate(
                        source, 0, stored, window.bytes, at, at + current.maximumBlockBytes(), at - history);
            } catch (Lz4Block.Damage damage) {
                end(damage.rule, offset + 4 + damage.position);
                return;
            }
        }
        frameBytes += window.end - at;
        if (current.contentChecksum()) {
            contentHash.update(window.bytes, at, window.end);
        }
        window.inputBytes = input.position();
    }

    /** What a block has up to where the file ends: of a small capture, whose only block it is, all there is. */
    private void inflateCut(Lz4Frame current, byte[] source, int got, boolean plain) {
        int at = window.end;
        if (plain) {
            System.arraycopy(source, 0, window.bytes, at, got);
            window.end = at + got;
        } else {
            int history = current.linked() ? (int) Math.min(frameBytes, HISTORY_BYTES) : 0;
            window.end =
                    Lz4Block.inflateCut(source, got, window.bytes, at, at + current.maximumBlockBytes(), at - history);
        }
        window.inputBytes = input.position();
    }

    private void closeFrame(Lz4Frame current, long offset) throws IOException {
        frame = null;
        if (current.contentBytes() >= 0 && current.contentBytes() != frameBytes) {
            end(ContainerRule.CONTENT_SIZE, offset, frameBytes, current.contentBytes());
        } else if (current.contentChecksum()) {
            if (input.readFully(word, 0, 4) < 4) {
                end(ContainerRule.CONTENT_CHECKSUM_CUT, offset);
            } else if (contentHash.value() != (int) Words.INT.get(word, 0)) {
                end(ContainerRule.CONTENT_CHECKSUM, offset + 4);
            }
        }
    }

    private void end(ContainerRule rule, long offset, Long... values) {
        ended = true;
        problem = new Problem(rule, offset, List.of(values));
    }

    private byte[] blockArray(int count) {
        if (block.length < count + Lz4Block.SOURCE_SLACK_BYTES) {
            block = new byte[count + Lz4Block.SOURCE_SLACK_BYTES];
        }
        return block;
    }

    @Override
    public @Nullable Problem problem() {
        return problem;
    }

    @Override
    public long inputSizeBytes() {
        return input.sizeBytes();
    }

    @Override
    public boolean compressed() {
        return true;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
