/** What a pass over the records finds. */
interface Sink {
    void allocation(int allocator, long address, long sizeBytes);

    void push(byte[] record, int length);

    void pop(int count);

    void contextSwitch(long threadId);

    void memory(long residentBytes, long millis);

    /** A record that is only needed once: code object, thread name. */
    void definition(byte[] record, int length);

    /** free and pymalloc_free, which are written without a size. */
    static boolean isSimpleFree(int allocator) {
        return allocator == 1 || allocator == 5;
    }
}
