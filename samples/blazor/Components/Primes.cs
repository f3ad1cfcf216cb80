namespace Components;

public static class Primes
{
    public static List<int> First(int wanted)
    {
        var found = new List<int>();
        for (var candidate = 2; found.Count < wanted; candidate++)
        {
            if (IsPrime(candidate, found)) found.Add(candidate);
        }
        return found;
    }

    private static bool IsPrime(int number, List<int> smaller)
    {
        foreach (var prime in smaller)
        {
            if (number % prime == 0) return false;
        }
        return true;
    }
}
