namespace Suite;

public class Closures
{
    private int count = 1;

    public static Task Run()
    {
        var closures = new Closures();
        closures.Nested(6);
        closures.Local(2);
        foreach (var number in closures.Numbers(3)) Console.WriteLine(number);
        closures.Shadow();
        return Task.CompletedTask;
    }

    private void Nested(int start)
    {
        var offset = 1;
        Func<int, int> add = n =>
        {
            var sum = n + offset + count;
            Func<int> more = () =>
            {
                var whole = sum + start;
                return whole; // stop: nested
            };
            return more();
        };
        Console.WriteLine(add(start));
    }

    private void Local(int by)
    {
        int Scale(int number)
        {
            var scaled = number * by;
            return scaled; // stop: function
        }
        Console.WriteLine(Scale(5));
    }

    private IEnumerable<int> Numbers(int to)
    {
        var last = 0;
        for (var i = to - 1; i < to; i++)
        {
            last = i * 10;
            yield return last; // stop: iterator
        }
    }

    private void Shadow()
    {
        foreach (var word in new[] { "tea" })
        {
            var length = word.Length;
            if (word is { Length: > 2 } known && length > 1)
            {
                Console.WriteLine(known + length); // stop: pattern
            }
        }
        using (var reader = new StringReader("a\nb"))
        {
            var line = reader.ReadLine();
            Console.WriteLine(line); // stop: using
        }
    }
}
