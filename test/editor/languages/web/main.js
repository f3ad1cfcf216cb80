console.log(process.env.COLOUR);
