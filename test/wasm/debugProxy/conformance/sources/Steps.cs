namespace Suite;

public class Steps
{
    private int count;

    private int Count => count;

    public static async Task Run()
    {
        var steps = new Steps();
        steps.Walk();
        steps.Loop();
        await steps.Wait();
        steps.Calls(n =>
        {
            return n + 1;
        });
    }

    private void Walk()
    {
        var before = count; // stop: walk
        var sum = Add(before, 2);
        count = sum;
        Console.WriteLine(Count);
    }

    private static int Add(int one, int other)
    {
        var sum = one + other;
        return sum;
    }

    private void Loop()
    {
        for (var i = 0; i < 2; i++)
        {
            count += i; // stop: loop
        }
        Console.WriteLine(count);
    }

    private async Task Wait()
    {
        var before = count; // stop: wait
        await Task.Delay(1);
        var after = before + 1;
        Console.WriteLine(after);
    }

    private void Calls(Func<int, int> change)
    {
        var start = count; // stop: calls
        var changed = change(start);
        Console.WriteLine(changed);
    }
}
