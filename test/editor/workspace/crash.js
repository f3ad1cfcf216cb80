throw new Error('crashed at once');
